### Attaching a quiz to a lesson.

gift-attach = Attach a quiz
gift-which = Which lesson shall end with the quiz? ✎ marks those that have one; a new quiz takes its place.
form-gift-title = Attach a quiz
form-gift-file = Send the .gift file
form-gift-hint = Questions in Moodle's GIFT format, saved as UTF-8. At most 1 MB.
gift-where = “{ $file }” is a quiz. Open your course, press Attach a quiz, pick the lesson, and send the file then.
gift-kept-nothing = No quiz was attached
gift-too-large = “{ $file }” is larger than 1 MB. Split it between lessons and send a smaller one.
gift-not-gift = “{ $file }” is no GIFT file. Save the questions as plain text that ends in .gift and send that.
gift-nothing = “{ $file }” holds no question that can be asked, and the lesson is as it was. Mend this and send it again:
gift-again = Send another file
gift-items = { $items ->
    [one] 1 question is attached
   *[other] { $items } questions are attached
}
gift-is-new = The lesson ends with this quiz now.
gift-is-replaced = It takes the place of the quiz that the lesson had. Who was in the middle of that one begins anew.
gift-is-same = The lesson had this very quiz already.
gift-dropped = Left out ({ $notes }); mend what can be mended and send the file again:
gift-changed = Asked in another way, or worth a look:
gift-see-lesson = See the lesson

### What educators read about how their learners are doing.

command-gradebook = How your learners are doing, and who is stuck
option-gradebook-course = Which course
desk-gradebook = Gradebook
gradebook-title = Gradebook: { $course }
gradebook-which = Which course's gradebook?
gradebook-unknown = You teach no course called “{ $course }”.
gradebook-empty = Nobody is in this course yet.
gradebook-counts = { $active } learning, { $completed } finished, { $stuck } stuck
gradebook-learners = Learners
gradebook-lessons = { $done } of { $of ->
    [one] 1 lesson
   *[other] { $of } lessons
}
gradebook-challenges = { $had } of { $of ->
    [one] 1 exercise
   *[other] { $of } exercises
}
gradebook-quizzes = quiz points by lesson { $results }
gradebook-finished = finished
gradebook-first = The first { $shown } of { $of } learners.
gradebook-stuck = Stuck
gradebook-stuck-quiet = nothing done since { $day }
gradebook-stuck-quiz = the quiz failed twice
gradebook-stuck-more = And { $more } more: they are in the file.
gradebook-files = The whole gradebook as a table for a spreadsheet. It has learners' names: keep it to yourself.
gradebook-picture = The gradebook of { $course } as a picture of { $shown ->
    [one] 1 learner
   *[other] { $shown } learners
}; the list above has it in words.
gradebook-quiz-short = Quiz { $number }
gradebook-quiz-mean = Quizzes
gradebook-legend-done = lesson done
gradebook-legend-here = is here
gradebook-legend-stuck = stuck
gradebook-column-learner = Learner
gradebook-column-state = State
gradebook-column-lesson = Is at lesson
gradebook-column-lessons = Lessons done
gradebook-column-challenges = Exercises had
gradebook-column-active = Last active
gradebook-column-points = { $quiz }: best points
gradebook-column-possible = { $quiz }: of
gradebook-state-active = learning
gradebook-state-completed = finished
gradebook-state-stuck = stuck

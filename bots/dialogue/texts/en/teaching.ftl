### What educators, administrators and groups read.

teach-sent-title = Thank you!
teach-sent = An administrator looks at it and you hear from us here.
application-title = { $name } would like to teach
application-approve = Approve
application-ask = Ask
application-decline = Decline
application-approved = Approved: they can bring in courses now.
application-asked = Your question was sent to them.
application-declined = Declined, and your words were sent to them.
applications-none = Nobody is waiting.
applied-title = Your application to teach
applied-approved = Welcome among the educators! Bring in your first course with /course import.
applied-asked = An administrator has a question:
applied-declined = Not this time. An administrator says:
applied-answer = Answer

desk-title = Your courses
desk-empty = You have no course yet. Send me a zip file to begin.
desk-course = { $state } · { $lessons ->
    [one] 1 lesson
   *[other] { $lessons } lessons
} · { $active } learning, { $completed } finished
desk-import = Import a course
desk-publish = Publish
desk-unpublish = Take it back
desk-unpublished = It is a draft again. Those who are in it can go on.
desk-link = Link and QR code
desk-course-open = Course desk
published-title = { $course } is published
published-what = Hand this link out; it opens the course in Telegram:
published-qr = QR code of the course's link
published-discord = On Discord: /learn course:{ $slug }

import-educators-only = Courses are brought in by educators. /teach is the way to become one.
import-too-large = The file has { $size } MB; at most { $most } MB can be read. Make the pictures smaller, or use the shell: peerloom course import FOLDER
import-not-zip = “{ $file }” is no zip file. Pack the course's folder as .zip and send that.
import-counts = { $lessons ->
    [one] 1 lesson
   *[other] { $lessons } lessons
}, { $challenges ->
    [one] 1 exercise
   *[other] { $challenges } exercises
}, { $quizzes ->
    [one] 1 quiz
   *[other] { $quizzes } quizzes
}
import-again = { $changed } changed, { $same } the same, { $added } new, { $removed } gone; { $learners ->
    [one] progress of 1 learner kept
   *[other] progress of { $learners } learners kept
}
import-pictures-missing = { $pictures ->
    [one] 1 image missing, shown as text
   *[other] { $pictures } images missing, shown as text
}
import-suggestions = { $exercises ->
    [one] 1 exercise looks like multiple choice
   *[other] { $exercises } exercises look like multiple choice
}
import-more-notes = { $notes ->
    [one] and 1 more note
   *[other] and { $notes } more notes
}

claim-how = Type /claim and the code that `peerloom serve` printed.
claim-wrong = That code does not work. { $tries ->
    [0] No tries are left for now: wait an hour.
    [one] One try is left.
   *[other] { $tries } tries are left.
}
claim-done-title = You are an administrator
claim-done = /applications shows who would like to teach; /setup in a group or channel lets it hear a cohort's news.
claim-told = Somebody has become an administrator with a code from the shell.

setup-title = Cohort news for this place
setup-where = /setup belongs into the group, topic or channel that is to hear the news. Type it there.
setup-who = Administrators and educators of this community can set a place up. /teach is the way to become an educator.
setup-manage = You need to be allowed to manage this place, too. Ask somebody who is.
setup-missing-title = A few rights are missing here
setup-missing = I can do more when I may:
setup-look-again = Look again
setup-go-on = Go on without
setup-linked = This place hears of “{ $cohort }”.
setup-unlink = Stop the news here
setup-no-course = There is no published course yet. Publish one first, then come back.
setup-which-course = Which course's news shall be told here?
setup-done-title = Done
setup-done = Passed quizzes and streaks of “{ $cohort }” are cheered here, for members who agreed, and every Monday there is the week's board.
setup-unlinked = No more news here. What was learnt stays.
right-view_channel = see this channel: to find it at all
right-send_messages = send messages: to tell the news
right-embed_links = embed links: to show cards with the news
right-attach_files = attach files: to send the weekly board as a picture
right-read_message_history = read the history: to edit own messages
right-send_photos = send photos: to send the weekly board as a picture
right-post_in_topic = post in this topic: to tell the news here
right-member = be a member here: to tell the news at all

told-quiz-passed = passed the quiz of “{ $lesson }”
told-course-completed = finished the course “{ $course }”
told-milestone = has learnt { $days } days in a row
weekly-title = The week in { $cohort }
weekly-period = { $first } to { $last }
weekly-alt = Leaderboard of { $cohort }; its words are in the message
place-hello = Hello! I tell a cohort's news where I am asked to: an administrator types /setup.
place-lost-title = I cannot write to { $place } any more
place-lost = { $waiting ->
    [0] Nothing waits yet, and what comes is kept.
    [one] 1 message waits.
   *[other] { $waiting } messages wait.
} I would need to:
place-lost-mend = Give the right back, or add me again, and they go out by themselves.
place-mended = { $released ->
    [0] I can write there again.
    [one] I can write there again, and the message that waited goes out.
   *[other] I can write there again, and the { $released } messages that waited go out.
}

form-teach-answer = The answer to the question
form-answer-title = The question about your application
form-answer-answer = Your answer
applied-is-waiting = Your answer is with an administrator already. You hear from us here.
applied-is-approved = Your application is approved already. /teach opens your desk.
applied-is-declined = Your application was decided in the meantime.
setup-again = Once I may, type /setup here again.
weekly-and-more = { $members ->
    [one] and 1 member more
   *[other] and { $members } members more
}

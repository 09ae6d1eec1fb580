### A course by forwarding.

desk-forward = Make one by forwarding
form-forward-title = A course by forwarding
form-forward-name = What is the course called?
form-forward-hint = Then forward me the posts; each becomes a lesson.
forward-ask = Forward me the posts, one after another; each becomes a lesson. Their words are kept, pictures are not.
forward-count = { $posts ->
    [one] 1 post so far
   *[other] { $posts } posts so far
}
forward-done = Done
forward-undo = Undo the last
forward-cancel = Cancel
forward-undone = Taken out: { $post }
forward-cancelled = Cancelled. No course was made.
forward-words-only = Its words become the lesson; the picture or file stays out.
forward-no-words = Only words become a lesson, and this has none. It was left out.
forward-full = A course by forwarding holds { $most } posts; this one was left out. Press Done, or bring the course in as a zip file.
forward-too-long = Together the posts are too long for a course by forwarding; this one was left out. Press Done, or bring the course in as a zip file.
forward-none = No post has come yet.
forward-gone = These posts have become a course already, or were cancelled.
forward-telegram-only = Forward posts to me on Telegram, in our private chat.

### Announcing a course, and what groups and channels read of it.

announce = Announce
announce-where = Where shall I tell of it? Each place hears of a course once a day at most.
announce-pick = Pick a place
announce-all = { $places ->
    [one] Everywhere (1 place)
   *[other] Everywhere ({ $places } places)
}
announce-no-place = No place hears of this course yet. Type /setup in a group, topic or channel that you manage, pick the course, and come back.
announce-done = { $places ->
    [one] One place is told:
   *[other] { $places } places are told:
}
announce-already = { $places ->
    [one] One place was told today already; tomorrow it can be told again:
   *[other] { $places } places were told today already; tomorrow they can be told again:
}
announce-waits = { $place }: it waits until I may write there
announced-title = A course for you: { $course }
announced-open = Open the course
announced-how = To begin, type:
error-cohorts-course_not_published = “{ $title }” is not published yet. Publish it first, then announce it.

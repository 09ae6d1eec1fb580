### Cohorts with a price: joining one, giving it back, and the educator's list of them.

error-cohorts-not_free = “{ $title }” costs { $price_tokens ->
    [one] 1 token
   *[other] { $price_tokens } tokens
}. The page of its course in /courses has a button to join it.
error-cohorts-not_bought = There is no purchase of “{ $title }” that could go back.
error-cohorts-refunded_before = You have given “{ $title }” or its course back once, and that is possible once.
error-courses-held_with_cohort = You have “{ $title }” together with a cohort. Give the cohort back first: its button is on the course's page.

fact-cohort = Cohort
fact-members = Members
cohort-costs = “{ $cohort }”: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}, course included
cohort-is-in = “{ $cohort }”: you are in it
cohort-join = Join “{ $cohort }” for { $tokens }
cohort-join-free = Join “{ $cohort }”
cohort-back = Back into “{ $cohort }”
cohort-title = Join “{ $cohort }”
cohort-with-course = The course “{ $course }” is included.
cohort-counted = What you paid for the course “{ $course }” counts: { $counted ->
    [one] 1 token
   *[other] { $counted } tokens
} less.
cohort-given = { $tokens ->
    [one] 1 of the earned tokens was
   *[other] { $tokens } of the earned tokens were
} given to you for this cohort or its course.
form-cohort_code-title = A code
cohort-nothing-due = Nothing more to pay
cohort-join-now = Join
cohort-rules = You have opened lessons of the course already: you can give the cohort back once, until { $percent }% of the lessons are opened.
cohort-no-return = { $reason ->
    [refunded] You have given it, or its course, back once before, so this purchase is for good.
   *[opened] You have opened { $opened } of { $lessons } lessons already, so this purchase is for good.
}
cohort-joined-title = You are in “{ $cohort }”
cohort-joined-what = { $lessons ->
    [one] The lesson of “{ $course }” is open to you.
   *[other] All { $lessons } lessons of “{ $course }” are open to you.
}
cohort-joined-undo = Until you open the first one, you can undo this.
cohort-undo = Undo “{ $cohort }”
cohort-return = Give “{ $cohort }” back
cohort-return-sure = Give “{ $cohort }” back?
cohort-return-all = Your tokens come back as they were. You leave the cohort; the course, and what you earned in it, go back too. This is possible once.
cohort-return-alone = Your tokens come back as they were, and you leave the cohort. The course stays yours. This is possible once.
cohort-of-course = { $course }, cohort “{ $cohort }”

desk-cohorts = Cohorts
setup-which-cohort = Which cohort's news shall be told here?
cohorts-title = Cohorts of { $course }
cohorts-none = There is no cohort yet: those who take the course together, and meet where you type /setup.
cohort-state = { $state ->
    [closed] closed
   *[open] open
}
cohort-members = { $members ->
    [one] 1 member
   *[other] { $members } members
}
cohort-comes-along = comes with the course
cohort-no-place = It has no place yet: type /setup in its group, topic or channel.
cohort-new = New cohort
form-cohort-title = New cohort
form-cohort-name = What is the cohort called?
form-cohort-hint = As its members shall read it, “Spring 2027” for example.
form-cohort_price-title = Price
form-cohort_price-hint = 0 comes with the course, otherwise at least { $minimum }
cohort-price-similar = { $courses ->
    [one] 1 similar cohort costs { $median } tokens.
   *[other] { $courses } similar cohorts cost { $lowest } to { $highest } tokens, half of them at most { $median }.
} 0: it comes with the course.
cohort-price-no-similar = No similar cohort has a price yet. 0: it comes with the course.
cohort-price-course = The course alone costs { $tokens }; a cohort's price includes it.
cohort-price-wrong = A whole number: 0, so that it comes with the course, or from { $minimum } to { $maximum }.
cohort-price-set = Joining this cohort costs { $tokens } tokens, the course included. You keep { $fee }% less: that is the platform's fee. Learners may pay up to { $percent }% with earned tokens; what of that goes beyond the fee is your discount. Who is in it stays in it.
cohort-price-none = The cohort comes with the course now: who starts the course joins it.
cohort-close = Close
cohort-close-sure = Close “{ $cohort }”?
cohort-close-what = It takes nobody new and posts no more weekly boards. Its members stay. A closed cohort is not opened again.
cohort-close-yes = Yes, close it

line-course-purchased-cohort = Cohort bought
line-purchase-refunded-cohort = Cohort given back
line-discount-burned-cohort = Cohort bought, the educator's discount
line-discount-returned-cohort = Cohort given back, the educator's discount

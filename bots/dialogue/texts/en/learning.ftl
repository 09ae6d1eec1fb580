### What learners read: first minutes, courses, lessons, quizzes, results.

start-title = Welcome to Peerloom
start-what = Courses by people like you, right here in the chat. Read a few minutes a day, check yourself with quizzes, earn tokens and keep a streak with your group.
start-language = Language: { $language }
start-continue = Continue
start-change-language = Change language
start-which-language = Which language do you read best?
start-zone = What time is it where you are?
start-zone-why = So that your days and reminders follow your clock.
start-zone-option = { $time } { $city }
start-another-city = Another city
start-which-city = Which one do you mean?
start-visible = May your group see when you pass a quiz?
start-visible-why = They see a name and what was passed, never your points or answers. You can change it in /settings.
start-visible-first-name = Yes, as { $name }
start-visible-nickname = Yes, with a nickname
start-visible-no = No, keep it to myself
start-interest = What would you like to learn?
start-interest-all = Show me everything

home-title = Hello { $name }
home-continue = Continue: { $title }
home-courses = Courses

courses-title = { $total ->
    [one] One course
   *[other] { $total } courses
}
courses-none = There is no course yet. Do you know something worth teaching? Try /teach.
courses-all = All courses
course-lessons = { $lessons ->
    [one] 1 lesson
   *[other] { $lessons } lessons
}
course-free = free
course-price = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}
course-start = Start
course-continue = Continue
course-look-inside = Look inside
course-try = Read the first lesson
course-leave = Leave
course-leave-sure = Leave this course?
course-leave-kept = Your progress and tokens stay. You can come back whenever you like.
course-leave-yes = Leave the course
course-empty = This course has no lessons yet.
course-cohort = You learn together with the group “{ $cohort }”.
course-progress = { $done } of { $of } lessons done
course-completed = 🎓 You have finished the course. Well done!
course-state-draft = draft
course-state-published = published
course-state-retired = retired
learn-which = Which course?
learn-unknown = There is no course called “{ $course }”. Here is what there is:

fact-lessons = Length
fact-price = Price
fact-challenges = Exercises
fact-quizzes = Quizzes
fact-learners = Learners
fact-licence = Licence
fact-progress = Progress
fact-streak = Streak
fact-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
fact-tokens = Tokens
fact-earned = Earned
fact-purchased = Bought
fact-use-by = Use by
fact-state = State

lesson-of = Lesson { $number } of { $of }
lesson-minutes = { $minutes ->
    [one] about a minute
   *[other] about { $minutes } minutes
}
lesson-read = Read
lesson-jump = Jump to a lesson
lesson-which = Where would you like to go?
lesson-pick = Pick a lesson
lesson-where = Lesson { $number } of { $of } · page { $page } of { $pages }
lesson-mark-done = Mark done
lesson-next = Next lesson
lesson-done-title = Lesson done
page-on = Next
page-back = Back
page-next = More
page-previous = Previous
page-of = Page { $page } of { $of }
go-back = Back

challenge-title = Challenge { $number }: { $title }
challenge-show-solution = Show solution
challenge-solution = Solution
challenge-no-solution = The author gives no solution here: trust your own check.
challenge-yes = Had it
challenge-no = Not yet
challenge-had-it = Well done!
challenge-not-yet-kind = That is how one learns. It will come.

quiz-take = Take the quiz
quiz-about = { $items ->
    [one] One question
   *[other] { $items } questions
}. You pass with { $mark }%.
quiz-resumed = You had answered { $answered } of { $of }: here is the rest.
quiz-renewed = The quiz was changed since you began, so it starts anew.
quiz-item = Question { $number } of { $of }
quiz-item-above = Question { $number } of { $of }: see the message above
quiz-several = Several answers may be right.
quiz-send = Send
quiz-true = True
quiz-false = False
quiz-right = ✓ Right.
quiz-wrong = ✗ Right is: { $right }.
quiz-pick-one = Pick at least one answer first.
quiz-answered-already = You have answered this one already.
quiz-over = This quiz is over, so this answer was not counted. Its lesson has the next try.
quiz-not-finished = This quiz is not finished yet.
quiz-no-mistakes = There was no mistake.
quiz-again = Try again

result-score = { $earned } of { $of }
result-passed = passed
result-not-passed = not passed yet
result-mark = You pass with { $mark }%. The lesson is still there, and so is the next try.
result-tokens = { $tokens ->
    [one] +1 token
   *[other] +{ $tokens } tokens
}
result-bonus = (with +{ $bonus } for all right)
result-points = { $points ->
    [one] +1 point on the boards
   *[other] +{ $points } points on the boards
}
result-points-short = { $points ->
    [one] 1 point
   *[other] { $points } points
}
result-streak = Streak: day { $days }
result-freeze = A freeze protected your streak on { $day }.
result-milestone = +{ $tokens } tokens for your streak!
result-see-mistakes = { $mistakes ->
    [one] See my mistake
   *[other] See my { $mistakes } mistakes
}
result-wallet = Wallet
standing-first = First this week with { result-points-short }
# The runtime knows no ordinal plurals: the first twenty are written out.
standing-behind = { $rank ->
    [2] 2nd
    [3] 3rd
    [4] 4th
    [5] 5th
    [6] 6th
    [7] 7th
    [8] 8th
    [9] 9th
    [10] 10th
    [11] 11th
    [12] 12th
    [13] 13th
    [14] 14th
    [15] 15th
    [16] 16th
    [17] 17th
    [18] 18th
    [19] 19th
    [20] 20th
   *[other] No. { $rank }
} this week, { $behind ->
    [0] level with the one above
    [one] 1 point behind
   *[other] { $behind } points behind
}

withheld-not_first_attempt = Tokens are for the first try; this one counts for points and your streak.
withheld-own_course = No tokens for one's own course.
withheld-group_quiz = Group quizzes bring points, not tokens.
withheld-points_only = This community works with points: there are no tokens here.
withheld-newcomer_cap = New accounts earn a limited number of tokens at first. Until then you collect points.
withheld-daily_cap = You have earned all the tokens a day can bring. Points go on, and tomorrow is a new day.
withheld-monthly_cap = You have earned all the tokens a month can bring. Points go on.
withheld-fund_empty = The rewards fund is empty at the moment, so this one brings points. Thank you for learning all the same!
withheld-slice_empty = What the rewards fund gives for this in one day is used up, so this one brings points. Tomorrow there is more.
withheld-held = Your points are counted. Somebody from the team looks at the tokens first: this sometimes happens, and you will hear from us either way.
withheld-declined = After a look, the team did not pay this one.

mistake-title = Mistake { $number } of { $of }
mistake-chosen = You chose
mistake-right = Right is
mistake-open-page = Open page { $page }

wallet-title = Wallet
wallet-empty = Nothing here yet. Your first passed quiz brings tokens.
wallet-earned = { $tokens ->
    [one] 1 earned token
   *[other] { $tokens } earned tokens
}
wallet-purchased = { $tokens ->
    [one] 1 purchased token
   *[other] { $tokens } purchased tokens
}
wallet-use-by = { $tokens ->
    [one] Use 1 of the earned tokens before { $day }.
   *[other] Use { $tokens } of the earned tokens before { $day }.
}
wallet-waiting = { $tokens ->
    [one] 1 of the earned tokens can be used from { $at } on.
   *[other] { $tokens } of the earned tokens can be used a day after they were earned, the first ones from { $at } on.
}
wallet-given = { $tokens ->
    [one] 1 of the earned tokens is
   *[other] { $tokens } of the earned tokens are
} for “{ $course }” alone.
wallet-why = Why?
wallet-statement = Statement
why-title = How tokens come about
why-quiz = A quiz passed on the first try: { $tokens } tokens, { $bonus } more when all is right.
why-streak = Streaks: { $seven } tokens for 7 days in a row, { $thirty } for 30, { $hundred } for 100.
why-caps = At most { $day } tokens a day and { $month } a month.
why-newcomer = A new account earns up to { $tokens } tokens in its first { $days } days; beyond that it collects points.
why-expiry = Earned tokens are yours to use for { $days } days. They come from the rewards fund of this community.
statement-title = Statement
statement-earlier = Earlier
statement-newest = Newest
line-reward-granted-quiz = Quiz passed
line-reward-granted-streak = Streak kept
line-reward-expired = Not used in time
line-other = Booking
line-balance = (then { $tokens } { $bucket ->
    [earned] earned
   *[purchased] purchased
})
line-class = ({ $bucket ->
    [earned] earned
   *[purchased] purchased
})

board-day = Today
board-week = This week
board-all = All time
board-tab-day = Today
board-tab-week = This week
board-tab-all = All time
board-you = You
board-member = A member
board-empty = Nobody has points yet. Be the first!
board-unranked = You have no points here yet: a lesson or a quiz puts you on the board.
board-behind = { $behind ->
    [0] You share your place with the one above.
    [one] 1 point to the next place.
   *[other] { $behind } points to the next place.
}
board-here = Members of this group

nudge-title = Day { $day }
nudge-what = A few minutes today keep your streak going.
nudge-practise = Practise
nudge-later = Later
nudge-fewer = Fewer of these
nudge-at = All right, I will ask again { $at }.
nudge-now-fewer = I will write every third day at most.
nudge-now-off = I will not remind you any more. /settings turns it on again.
nudge-now-normal = I will remind you once a day at most.
nudge-go-title = Here we go
nudge-go = This is where you were.
nudge-nothing = You are in no course at the moment. /courses shows what there is.

expiry-title = { $tokens ->
    [one] Use 1 token
   *[other] Use { $tokens } tokens
} before { $day }
expiry-what = Earned tokens last half a year. What nobody uses goes back to the fund that the next rewards are paid from. A course, or a voucher in /redeem, takes them.

### The rewards fund and its programmes; rewards that are looked at.

command-rewards = The rewards fund, what it pays, and changing that
command-reviews = Rewards and earnings that wait for a look

rewards-title = Rewards
rewards-fund = Rewards fund: { $fund }. In today's slices: { $slices }. Promised to learners: { $committed }. Scholarship fund: { $scholarship }. Tokens that expire go back into the rewards fund.
rewards-month = The last 30 days:
rewards-activity-quiz = Quizzes: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} in { $grants ->
    [one] 1 reward
   *[other] { $grants } rewards
} to { $people ->
    [one] 1 person
   *[other] { $people } people
}
rewards-activity-streak = Streaks: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} in { $grants ->
    [one] 1 reward
   *[other] { $grants } rewards
} to { $people ->
    [one] 1 person
   *[other] { $people } people
}
rewards-moved = What the books say of those days:
rewards-moved-issued = Given to learners, scholarships included (tokens): { $tokens }
rewards-moved-taken_back = Taken back, paid twice or with a course that was given back (tokens): { $tokens }
rewards-moved-expired = Expired unused and back in the funds (tokens): { $tokens }
rewards-lasts = At the rate of the last 30 days the fund lasts { $days ->
    [one] 1 day
   *[other] { $days } days
}.
rewards-lasts-open = Nothing was paid in the last 30 days, so there is no end to the fund in sight.
rewards-lasts-then = With the new amount the fund would last { $days ->
    [one] 1 day
   *[other] { $days } days
}.
rewards-lasts-then-open = With the new amount nothing would have been paid, so there would be no end to the fund in sight.
rewards-terms = What holds now:
rewards-changed = { $day }: { $setting }, { $old } → { $new }
rewards-change-quiz = Change quizzes
rewards-change-streak = Change streaks
rewards-change-caps = Change limits
rewards-reviews = Waiting for a look: { $held }
rewards-set-quiz-passed = Quiz passed, first try
rewards-set-quiz-all_right = More when all is right
rewards-set-quiz-daily_limit = All quizzes a day (0: no end)
rewards-set-quiz-seconds_per_item = Seconds a question (0: any)
rewards-set-streak-7 = Streak of 7 days
rewards-set-streak-30 = Streak of 30 days
rewards-set-streak-100 = Streak of 100 days
rewards-set-streak-daily_limit = All streaks a day (0: no end)
rewards-set-caps-daily = At most, a person and day
rewards-set-caps-monthly = At most, a person and month
rewards-set-caps-newcomer = At most, a new account
form-reward_terms-title = Rewards
form-reward_terms-value = What shall it be? Now: { $now }
form-reward_terms-hint = A whole number from 0 to { $most }
rewards-preview = { $old } → { $new }
rewards-preview-cost = At last month's activity this costs { $after ->
    [one] 1 token
   *[other] { $after } tokens
} instead of { $before }.
rewards-preview-unknown = What this changes cannot be told from what was paid: last month cost { $before ->
    [one] 1 token
   *[other] { $before } tokens
}.
rewards-save = Save
rewards-cancel = Cancel
rewards-saved = Saved. It holds from the next reward on.

reviews-title = What waits for a look
reviews-none = Nothing waits for you.
reviews-open = { $number }. { $why }
review-title = Reward { $number }
review-what = { $name } passed “{ $title }”. Worth { $tokens } tokens.
review-nothing-lost = Nothing is paid yet, and nothing is lost.
review-pay = Pay it
review-decline = Do not pay
review-paid = Paid: { $tokens } tokens.
review-declined = Not paid. They were told: { $note }
review-told-paid = Your reward for “{ $title }” was looked at and is paid: { $tokens } tokens. Thank you for your patience!
review-told-declined = Your reward for “{ $title }” was looked at and is not paid. The team says: { $note }
form-review_reason-title = Do not pay
form-review_reason-reason = Why not?
form-review_reason-hint = The learner reads this sentence
anomaly-too_fast-name = Answered too fast
anomaly-too_fast = Answered faster than the questions can be read: { $items } questions in { $seconds } seconds.
anomaly-same_mistakes-name = The same mistakes as somebody else
anomaly-same_mistakes = The very same mistakes as in other attempts of the last hour, though few people make them. Mistakes: { $mistakes }, other attempts: { $others }.
anomaly-same_rhythm-name = The same rhythm as others
anomaly-same_rhythm = Answered in the same rhythm, second by second, as other attempts of the last hour: { $others }.
anomaly-crowd-name = Many new accounts at once
anomaly-crowd = Many new accounts passed this quiz quickly within { $minutes } minutes. Others: { $others }.

### Earnings that came mostly from one learner, and wait for a look.

error-wallet-not_yours_to_decide = This is about earnings of yours, or about somebody you were once linked with. Another administrator decides on it.

earnings-held = { $tokens ->
    [one] 1 token waits
   *[other] { $tokens } tokens wait
} for a look by the administrators: most of your income came from one learner. Nothing is lost, and you need not do anything.
earnings-order-held = { $course }, waits for a look

income-review-open = Earnings { $number }: { $name }
income-review-open-kept = Earnings { $number }: { $name }, kept waiting
income-review-title = Earnings { $number }
income-review-what = { $name } was paid { $all } tokens in 30 days. One learner paid { $tokens } of them. Courses or sessions bought: { $sales }.
income-review-why = More than half came from one learner. There are good reasons for that, such as a keen learner or somebody who pays for others too. So this is only a look, and the learner is named to nobody.
income-review-waiting = Tokens that wait meanwhile: { $tokens }. Nothing is lost, and giving a course back works as ever.
income-review-kept = { $who } keeps this waiting. Tokens that wait: { $tokens }. They can be released at any time.
income-review-released = Released by { $who }. What waited becomes final now, the rest on its day.
income-review-over = The account is gone, so there is nothing left to look at.
income-review-concerned = This is about you, or about somebody you were once linked with. Another administrator decides on it.
income-review-release = Release
income-review-keep = Keep waiting

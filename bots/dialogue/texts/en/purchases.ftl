### Prices, purchases, refunds and what educators earn.

error-wallet-price_too_low = A price is 0 or at least { $minimum } tokens; { $price } is in between.
error-wallet-own_course = This is your own course: nobody buys from themselves.
error-wallet-not_enough = { $missing ->
    [one] 1 token is missing
   *[other] { $missing } tokens are missing
}: the price is { $price }, of your earned tokens { $earned } can be used here, and you have { $purchased } purchased.
error-wallet-nothing_to_refund = So much cannot go back: { $left } of the price are left.
error-wallet-earnings_left = You still have earnings of { $tokens } tokens. Once your orders are final and paid out, you can be erased.
error-wallet-price_too_high = A price is at most { $maximum } tokens.
error-courses-not_bought = There is no purchase of “{ $title }” that could go back.
error-courses-already_opened = You have opened a lesson of “{ $title }”, so it cannot simply be undone. Its page offers a refund as long as one is possible.
error-courses-refund_too_late = You have opened { $opened } of { $lessons } lessons. A course can be given back until { $percent }% of its lessons are opened.
error-courses-refunded_before = You have given “{ $title }” back once, and each course can be given back once.

command-earnings = What you have earned with your courses
course-buy = Buy for { $tokens }
buy-title = Buy “{ $course }”
buy-parts = { $price } = { $earned } earned + { $purchased } purchased
buy-missing = You have { $earned } earned tokens that can be used here and { $held } purchased; { $missing ->
    [one] 1 is missing
   *[other] { $missing } are missing
}.
buy-no-packs = Buying tokens is not open yet. Earned tokens pay up to { $percent }% of a price; the rest needs purchased ones.
buy-limited-new_educator = This educator is new here: for the first 30 days, courses of theirs are paid with purchased tokens.
buy-limited-share = Fewer earned tokens can be used here at the moment: they pay at most a fifth of what an educator gets from purchased ones.
buy-limited-one_buyer = Fewer earned tokens can be used here at the moment: most of what this educator gets comes from one buyer.
buy-waiting = { $tokens ->
    [one] 1 more earned token can be used a day after it was earned.
   *[other] { $tokens } more earned tokens can be used a day after they were earned.
}
buy-rules = You can undo it until you open the first lesson. After that you can give it back once, until { $percent }% of the lessons are opened.
buy-now = Buy
bought-title = “{ $course }” is yours
bought-what = { $lessons ->
    [one] Its lesson is open to you.
   *[other] All { $lessons } lessons are open to you.
} Until you open the first one, you can undo this.
bought-undo = Undo purchase
bought-return = Give it back
return-sure = Give this course back?
return-what = Your tokens come back as they were, and what you earned in this course goes back too. A course can be given back once.
return-yes = Yes, give it back
returned-title = Given back
returned-what = { $earned } earned and { $purchased } purchased tokens are in your wallet again.

earnings-title = Earnings
earnings-available = Available
earnings-pending = Pending
earnings-reserve = Reserve
earnings-this-month = This month
earnings-debt = Debt
earnings-order = { $course }, final on { $day }
earnings-more = { $orders ->
    [one] and 1 more order
   *[other] and { $orders } more orders
}
earnings-released = From the reserve, { $tokens ->
    [one] 1 token becomes
   *[other] { $tokens } tokens become
} available on { $day }.
earnings-debt-what = What was given back after it was paid to you is a debt; your next earnings repay it first.
earnings-none = Nothing waits. Whoever buys a course of yours shows up here.

desk-price = Price
form-price-title = Price
form-price-price = What shall it cost, in tokens? Now: { $price }
form-price-hint = 0 is free, otherwise at least { $minimum }
price-similar = { $courses ->
    [one] 1 similar course costs { $median } tokens.
   *[other] { $courses } similar courses cost { $lowest } to { $highest } tokens, half of them at most { $median }.
} 0 is free.
price-no-similar = No similar course has a price yet. 0 is free.
price-wrong = A whole number: 0 for free, or from { $minimum } to { $maximum }.
price-set = The price is { $tokens } tokens. You keep { $fee }% less: that is the platform's fee. Learners may pay up to { $percent }% with earned tokens; what of that goes beyond the fee is your discount.
price-none = The course is free now.

line-course-purchased = Course bought
line-purchase-refunded = Course given back
line-discount-burned = Course bought, the educator's discount
line-discount-returned = Course given back, the educator's discount
line-reward-returned = Reward of a course that was given back

### Holds, and what earned tokens can be turned into.

error-wallet-hold_over = { $state ->
    [posted] This is settled already.
    [expired] The time for this is over; the tokens came back.
   *[other] This was cancelled; the tokens came back.
}
error-wallet-hold_open = { $tokens ->
    [one] 1 token is
   *[other] { $tokens } tokens are
} held for something that is not over yet. Wait until it is, or cancel it.

line-class_session-held = Held for a class
line-class_session-voided = Class cancelled, tokens came back
line-class_session-settled = Rest of a booking came back
line-redemption-held = Redeemed
line-redemption-voided = Redeeming did not work out, tokens came back

command-redeem = Turn earned tokens into something, or give a code
option-redeem-code = A discount code, if you have one
command-vouchers = Partners' vouchers: stock, and a file for more
command-codes = Discount codes that you made
wallet-redeem = Redeem
error-wallet-sold_out = “{ $title }” is gone for now. Have a look at what else there is in /redeem.
error-wallet-earned_too_few = This takes { $price } earned tokens; you can use { $earned } now{ $waiting ->
    [0] {""}
   *[other] {", "}and { $waiting } more a day after they were earned
}. Quizzes and streaks bring more.
error-wallet-no_paid_purchase = Vouchers are for those who have bought a course with purchased tokens and kept it. Once such a purchase is final, this opens.
error-wallet-voucher_cap = Vouchers for { $cap } tokens a month are the most; { $left } are left for this month.
error-wallet-code_refused = { $reason ->
    [form] A code has 6 to 24 letters A to Z, digits or hyphens.
    [taken] There is a code of that name already. Please pick another.
    [worth] Give either 1 to 100 percent or a whole number of tokens.
    [uses] It can be used from 1 to 100000 times.
    [until] Its last day must lie ahead, within a year.
    [price] This course has the lowest price already.
   *[other] No fund can pay for this.
}
error-wallet-code_not_good = That code is not good here. Please check how it is written. A code works a limited number of times and until a certain day; who gave it to you can tell.
error-wallet-scholarship_refused = { $reason ->
    [amount] A scholarship is from 1 to { $price } tokens: at most the course's price.
    [own] Nobody needs a scholarship for an own course.
   *[other] This course is free, or the person has it already.
}
error-wallet-vouchers_known = { $codes ->
    [one] 1 code is
   *[other] { $codes } codes are
} in stock already (lines { $lines }). Nothing was imported.
redeem-title = What earned tokens can become
redeem-earned = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} that you can use now
redeem-waiting = { $tokens ->
    [one] 1 more a day after it was earned.
   *[other] { $tokens } more a day after they were earned.
}
redeem-code-any = Your code waits: it is taken off your next purchase.
redeem-code-one = Your code waits for the course that it is for, or a cohort of it.
redeem-none = There are no vouchers at the moment. Earned tokens pay a part of most courses' prices: /courses tells each price.
redeem-wants-purchase = Vouchers open once a purchase that you made with purchased tokens is final.
redeem-vouchers = Vouchers of partners: up to { $cap } tokens a month, { $left } are left.
redeem-offer = { $title } · { $tokens }
redeem-type-code = I have a code
redeem-mine = What I redeemed
redeem-given = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} for “{ $course }” alone, to be used before { $day }.
redeem-given-open = To { $course }
redeem-have = { $price } of your { $earned } earned tokens
redeem-rules = You get one code of the partner, which only you can see. This cannot be undone: what is redeemed is spent. Vouchers for at most { $cap } tokens a month.
redeem-take = Redeem for { $tokens }
redeem-partner = Partner
redeem-valid = Valid until
redeemed-code = Your code at { $partner }:
redeemed-yours = Only you see it here. /redeem shows it again.
redeemed-voided = Nothing came of this; the tokens are in your wallet again.
redeemed-held = This is not done yet. If nothing comes of it, your tokens come back within ten minutes.
redeemed-for = Redeemed for
redeemed-open = { $title }, { $day }
redeemed-none = Nothing yet.
redeemed-confirmed-line = { $title }, { $day }
redeemed-held-line = { $title }, { $day } (under way)
redeemed-voided-line = { $title }, { $day } (came to nothing, tokens are back)
redeemed-lapsed-line = { $title }, { $day } (not used in time)
form-redeem-title = A code
form-redeem-code = Which code?
form-redeem-hint = Capitals and spaces do not matter.
code-percent = { $percent }% off
code-tokens = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} off
code-kept = The code is good
code-kept-any = { $off }, with the next course or cohort that you buy. A code that you give later takes its place.
code-kept-one = The code is good: { $off }.
redemption-voided-told = Your voucher was not finished, so { $tokens ->
    [one] 1 token came back.
   *[other] { $tokens } tokens came back.
}
redeem-again = Try again
redeem-look = The course
scholarship-title = A scholarship for “{ $course }”
scholarship-what = You were given { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} for this course alone, or for as much of a cohort of it as the course costs. They wait for 90 days.
scholarship-use = Take the course
scholarship-asked = The administrators have your wish. When one of them proposes a scholarship and another agrees, you hear of it here.
scholarship-wanted = { $name } asks for a scholarship for “{ $course }”
scholarship-wanted-what = The course costs { $price ->
    [one] 1 token
   *[other] { $price } tokens
}. Whoever proposes a scholarship does not approve it: another administrator does.
scholarship-fund = In the scholarship fund: { $amount }.
scholarship-propose = Propose a scholarship
form-scholarship-title = A scholarship
form-scholarship-tokens = How many tokens?
form-scholarship-hint = The course costs { $price }: that is the most.
form-wants-number = A whole number from 1, please.
buy-lowered = Your code takes { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} off the price.
buy-granted = Your code brings { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} of the earned ones along.
buy-given = { $tokens ->
    [one] 1 of the earned tokens was
   *[other] { $tokens } of the earned tokens were
} given to you for this course.
buy-type-code = I have a code
buy-ask-scholarship = Ask for a scholarship
proposal-scholarship = a scholarship
proposal-vouchers-imported = vouchers for the catalogue
proposal-voucher-settled = a partner's bill
proposal-for = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} for { $name }, for “{ $course }” alone.
proposal-vouchers-ahead = { $codes ->
    [one] 1 code
   *[other] { $codes } codes
}, paid ahead with { $cost }. Approve only what is no cash and no money's worth like it.
proposal-vouchers-later = { $codes ->
    [one] 1 code
   *[other] { $codes } codes
}, up to { $cost } to be paid as they are used. Approve only what is no cash and no money's worth like it.
proposal-bill = { $partner } is paid { $amount } for vouchers that were used.
proposal-approved-plain = Approved by { $names }. There was nothing to book.
proposal-needs-second = A second administrator has to approve it by { $day }: not the one who proposed it, and nobody it is for.
vouchers-title = Vouchers
vouchers-line = { $title } ({ $partner }), { $price } tokens: { $codes ->
    [one] 1 code
   *[other] { $codes } codes
} in stock
vouchers-none = No vouchers are in the catalogue.
vouchers-send = Send a file of codes
vouchers-ahead = paid ahead
vouchers-later = paid as they are used
form-vouchers-title = Vouchers of a partner
form-vouchers-paid = How is the partner paid?
form-vouchers-paid-hint = Paid ahead is booked with the approval.
form-vouchers-file = Send the codes as a CSV file
form-vouchers-hint = Columns: { $columns }. cost in minor units of money, price in tokens, valid_until as 2027-12-31.
vouchers-kept-nothing = Nothing was imported
vouchers-refused = Please correct this and send the whole file again:
voucher-problem-line = Line { $line }: { $what }
voucher-problem-too_large = the file is larger than { $detail } KB
voucher-problem-encoding = this is not UTF-8; save the file as CSV UTF-8
voucher-problem-not_csv = this is no CSV file, or a quotation mark is not closed
voucher-problem-header = the first line must be { $detail }
voucher-problem-empty = there is no code in it
voucher-problem-too_many = more than { $detail } codes; send them in parts
voucher-problem-columns = { $detail } columns instead of six
voucher-problem-partner = partner: small letters a to z, digits and hyphens
voucher-problem-title = title: from 1 to { $detail } characters
voucher-problem-code = code: from 4 to 64 characters without spaces or accents
voucher-problem-cost = cost: a whole number up to { $detail }
voucher-problem-price = price: a whole number from 1 to { $detail }
voucher-problem-worth = it costs more than the tokens are worth: at most { $detail }
voucher-problem-valid_until = valid_until: a day as 2027-12-31
voucher-problem-past = valid_until is over already
voucher-problem-duplicate = the same code stands in line { $detail }
codes-who = Only educators can do this. /teach is the way to become one.
codes-title = Discount codes
codes-none = No codes yet.
codes-how = An own course's page in /teach makes a code that lowers its price. It counts for the course's cohorts, too, and takes at most what the course costs off them.
codes-any = any course or cohort
codes-line = { $code }: { $off }, { $course }; used { $used } of { $most }, until { $day }
codes-over-line = { $code }: { $off }, { $course }; used { $used } of { $most }, until { $day } (over)
codes-stop = Stop { $code }
codes-new-any = New code for any course
codes-made = { $code } is good from now on. Whoever has it types /redeem and the code.
codes-fund-rewards = the rewards fund pays
codes-fund-scholarship = the scholarship fund pays
codes-own = it lowers my price
desk-code = Discount code
form-code-title = A discount code
form-code-code = What is the code?
form-code-hint = 6 to 24 letters, digits or hyphens
form-code-off = How much off?
form-code-off-hint = Percent, as 20%, or tokens, as 50
form-code-uses = How often in all? Each person once.
form-code-until = Its last day
form-code-until-hint = As { $day }; within a year
form-code-fund = Who pays?
code-wrong-off = Either percent, as 20%, or a whole number of tokens, as 50.
code-wrong-uses = A whole number from 1 to { $most }.
code-wrong-until = A day ahead as 2027-12-31, within { $days } days.
line-reward-granted-scholarship = Scholarship
line-reward-granted-discount = Discount code of the platform
duration-seconds = { $number ->
    [one] 1 second
   *[other] { $number } seconds
}
duration-minutes = { $number ->
    [one] 1 minute
   *[other] { $number } minutes
}
duration-hours = { $number ->
    [one] 1 hour
   *[other] { $number } hours
}
error-wallet-too_many_lots = This would take from too many small portions of tokens at once: at most { $most }, this needs { $lots }. Buy something cheaper first.
sold-title = { $sales ->
    [one] 1 sale
   *[other] { $sales } sales
}
sold-what = For you: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}, final once the time for giving back is over.
sold-open = Earnings
sold-quiet = Tell me no more
sold-quiet-now = I tell you of sales no more. /earnings has them, and a button to hear of them again.
sold-loud = Tell me of sales
sold-loud-now = I tell you of sales again, at most once an hour.

### Statements, the rows behind a number, the books' check, and proposals.

line-with-title = { $what }: { $title }
line-with-days = { $what }: { $days ->
    [one] 1 day
   *[other] { $days } days
} in a row
line-correction = Corrected by two administrators
line-tokens-purchased = Bought

statement-csv = As CSV
statement-pdf = As PDF
statement-why-number = Why? { $number }
statement-numbered = { $number }. { $line }
statement-file-what = All lines of your wallet, for you alone.
statement-file-part = The newest { $lines } lines; the CSV file has more.
statement-column-date = Date
statement-column-what = What happened
statement-column-class = Class
statement-column-in = In
statement-column-out = Out
statement-column-amount = Amount
statement-column-balance = Balance
statement-class-earned = earned
statement-class-purchased = purchased
statement-of = Token statement
statement-period = { $first } to { $last }
statement-made = Made { $at }
statement-page = Page { $page } of { $pages }
statement-before = Before
statement-came = In
statement-went = Out
statement-after = After
statement-total = Together
statement-nothing = Nothing has moved yet.

facts-title = Why { $amount }?
facts-balance = { $bucket ->
    [earned] Earned tokens
   *[purchased] Purchased tokens
}: { $before } before, { $after } after.
facts-attempt = Attempt { $number }, { $earned } of { $possible } points. Only the first attempt brings tokens.
facts-quiz-amount = { $base } for passing, { $bonus } for having all right.
facts-cut = It was cut to { $tokens } of { $full }.
facts-streak = You were active { $days ->
    [one] 1 day
   *[other] { $days } days
} in a row. The streak began on { $day }.
facts-lot = { $tokens ->
    [one] 1 token came
   *[other] { $tokens } tokens came
} at once; unused of it: { $left }.
facts-lot-use-by = To be used before { $day }.
facts-lot-spent = { $tokens } of what came on { $day } ({ $source }).
facts-lot-spent-use-by = { $tokens } of what came on { $day } ({ $source }), to be used before { $use_by }.
facts-rows = In the books, journal { $journal }:
facts-reverses = It takes back journal { $journal }.
facts-refers = It follows from journal { $journal }.
source-reward-quiz = quizzes
source-reward-streak = streaks
source-reward-earlier = earlier rewards
source-correction = a correction
source-other = other

unit-tokens = { $number ->
    [one] 1 token
   *[other] { $number } tokens
}
posting-words = { $debit } → { $credit }: { $amount }
account-person-earned = a person's earned tokens
account-person-purchased = a person's purchased tokens
account-organization = an organization's pool
account-hold = tokens held for a booking
account-educator-pending = an educator's pending earnings
account-educator-available = an educator's available earnings
account-educator-reserve = an educator's reserve
account-educator-debt = an educator's debt
account-issuance = newly made tokens
account-burn-fee = used up by the fee
account-burn-payout = used up by a payout
account-burn-redemption = used up by redeeming
account-burn-expiry = expired tokens
account-burn = used up tokens
account-stars = Telegram Stars
account-exchange = exchange of Stars
account-stripe = the card processor
account-bank = the bank
account-suspense = money not yet explained
account-receivable = what is owed to us
account-prepaid = vouchers bought ahead
account-backing-purchased = money behind purchased tokens
account-backing-earnings = money behind earnings
account-fund-rewards = the rewards fund
account-fund-committed = money behind earned tokens
account-fund-maturing = fees on their way into the fund
account-fund-scholarship = the scholarship fund
account-fund = a part of the rewards fund
account-payable = an educator's payout
account-payout_in_flight = a payout under way
account-refund_payable = a refund to be paid
account-voucher_payable = a voucher to be paid
account-deferred = income not yet earned
account-tax_payable = tax to be paid
account-own = the operator's own money
account-revenue = income
account-expense-rewards = spent on rewards
account-expense = costs

books-frozen-title = The books do not add up
books-frozen = The check of the ledger found { $problems ->
    [one] 1 problem
   *[other] { $problems } problems
}. Nothing is paid out until it is clean again; learning goes on.
books-how = On the server, “peerloom ledger verify” shows every figure.
books-check = Check again
books-clean-title = The books add up
books-clean = The newest check found nothing. Payouts wait for your word.
books-lift = Allow payouts again
books-fine = The books add up, and nothing is held up.
books-lifted = Payouts go on. Thank you for looking.
problem-unbalanced = The sums of { $where } are not zero.
problem-bridge = { $where } does not match the tokens that it stands for.
problem-own_funds = More is owed than there is.
problem-incomplete_journal = Journal { $where } lacks a line.
problem-balance_differs = The balance of { $where } is not what its lines add up to.
problem-balance_missing = { $where } has lost its balance.
problem-broken_chain = The lines of { $where } do not follow each other.
problem-below_floor = { $where } is below its floor.
problem-lots_differ = The lots of { $where } are not its balance.
problem-snapshot_differs = The stored sum of { $where } is not its replay.
problem-more = … and { $more } more.

proposals-title = Proposals
proposals-none = Nothing waits for you.
proposals-open = { $number }. { $what }
proposal-title = Proposal { $number }: { $what }
proposal-operator-deposited = deposit of the operator
proposal-fund-added = more for the fund
proposal-correction = a correction
proposal-who = { $by } proposes:
proposal-shell = The shell
proposal-own-funds = Own funds now: { $amount }.
proposal-needs = Two administrators have to approve it by { $day }, neither the one who proposed it nor anybody it is for.
proposal-one-only = { $can ->
    [0] No administrator may approve it as things are: two others are needed first.
   *[other] Only one administrator may approve it as things are: a second one is needed first (peerloom claim-code).
}
proposal-approve = Approve
proposal-decline = Decline
proposal-so-far = Approved by { $names }. One more is needed.
proposal-approved = Approved by { $names }, and booked as journal { $journal }.
proposal-declined = Declined by { $names }. Nothing was booked.
proposal-expired = Nobody decided within seven days. Nothing was booked; propose it again.
proposal-somebody = somebody who left
proposal-yours = You proposed this, so another administrator approves it. You can still take it back with “Decline”.
proposal-heard = Your word counts already.
proposal-short = The operator's own funds ({ $own }) do not cover { $amount }. Propose a deposit first.
proposal-short-account = There is not enough for this in the books ({ $account }): { $held } of { $amount }.
proposals-all = All proposals

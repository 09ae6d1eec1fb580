### Linking the accounts of one person.

platform-telegram = Telegram
platform-discord = Discord

settings-accounts = Accounts

link-button = Link { $platform }
link-title = Link your { $platform } account
link-what = You are one person: one wallet, one streak, on both.
link-open-how = Open { $platform } with the button, or send this to the bot there:
link-type-how = On { $platform }, send this to the bot:
link-how-long = The code works once, for 10 minutes. Give it to nobody else.
link-open = Open { $platform }
link-check = Done, go on
link-no = No
link-yes = Yes, that is me
link-again = New code
link-one-platform = There is only one platform here, so there is nothing to link.
link-wrong = That code does not work. { $tries ->
    [one] 1 try is left
   *[other] { $tries } tries are left
} this hour. /link makes a new code on the other side.
link-used = This code was used. /link makes a new one.
link-expired = This code is older than 10 minutes. /link makes a new one.
link-over = This code is over. Nothing was linked.
link-waiting = The other side has not said yes yet. Give the code there first.
link-ask = Are you { $name } on { $platform } too?
link-both-empty = One wallet, one streak. Both are empty still, nothing is lost.
link-own-empty = One wallet, one streak. Yours here is empty, nothing is lost.
link-other-empty = One wallet, one streak. What you have here stays: { $holdings }. The other account is empty.
link-own = You have here: { $holdings }.
link-theirs = There is on the other side: { $holdings }.
link-one-of-all = All of it becomes one. What both were paid for counts once.
link-then = After your yes, it is confirmed on { $platform }.
link-only-you = Say yes only if you gave the code there yourself just now.
link-half = Almost done
link-half-what = Now say yes on { $platform } as well: the question is waiting there.
link-done-title = Your accounts are linked
link-done = One wallet, one streak, on both. Old buttons keep working.
link-stopped = Nothing was linked.
link-told = This account and { $name } on { $platform } are one person now: one wallet, one streak.
link-not-me = If that was not you, tell an administrator within seven days: it can be undone.
link-undone-told = An administrator separated your linked accounts. Each has again what was its own.

holding-tokens = { $number ->
    [one] 1 token
   *[other] { $number } tokens
}
holding-streak_days = { $number ->
    [one] a streak of 1 day
   *[other] a streak of { $number } days
}
holding-courses = { $number ->
    [one] 1 course
   *[other] { $number } courses
}
holding-quizzes = { $number ->
    [one] 1 quiz passed
   *[other] { $number } quizzes passed
}

links-title = Linked accounts
links-what = These were linked in the last seven days and can be undone.
links-none = Nobody linked accounts in the last seven days.
links-undo = { $name }, { $day }
links-sure = Separate these accounts?
links-sure-what = Each gets back what was its own. What was done since the link stays with the first account. Both are told.
links-undo-yes = Yes, separate
links-undone = Separated.

command-link = Be one person on Telegram and Discord
command-links = Undo a link of two accounts
option-link-code = The code from the other side

error-people-already_linked = Your accounts are linked already: one wallet, one streak.
error-people-link_to_self = This code is for your account on the other platform. Open it there.
error-people-link_same_platform = Both accounts are on { $platform ->
    [discord] Discord
   *[telegram] Telegram
}. A person has one account of each.
error-people-both_teach = Both accounts teach, and two educators' earnings are never thrown together. Please ask an administrator.
error-people-link_over = This code is over. /link makes a new one.
error-people-undo_too_late = This cannot be undone any more: it was undone already, or { $days } days have passed.
error-people-undo_spent = Tokens that would have to go back are spent, so this cannot be undone.
error-wallet-debt_open = One of the accounts has a debt of { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}. It has to be settled first.

line-person-merged = Accounts of two people became one
line-person-merge_undone = Linked accounts were separated
line-reward-taken_back = Paid twice for the same thing, taken back

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

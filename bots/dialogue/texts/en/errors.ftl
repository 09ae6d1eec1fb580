### A sentence for every refusal of the engine: what it is, and what to do.

error-cohorts-place_not_managed = You need to be allowed to manage this place. Ask somebody who is.
error-cohorts-place_taken = This place hears of “{ $title }” already. Stop that first.
error-cohorts-closed = “{ $title }” takes nobody new.
error-conversations-draft_gone = This form was sent or cancelled already. Open it again with its command.
error-conversations-draft_too_long = All answers together may have { $limit } characters. Please make them shorter.
error-courses-not_yours = Another educator's course is called “{ $slug }”. Give yours another name in course.toml.
error-courses-not_free = “{ $title }” costs { $price_tokens ->
    [one] 1 token
   *[other] { $price_tokens } tokens
}. Its page in /courses has a button to buy it; the first lesson is open to everybody.
error-courses-not_open = “{ $title }” takes nobody new at the moment. /courses shows the others.
error-courses-not_enrolled = Start “{ $title }” first, then this works.
error-courses-empty = “{ $title }” has no lessons, so it cannot be published. Import some first.
error-courses-unreadable = { $reason ->
    [no_lessons] No lessons were found. A course is a folder with course.toml and Markdown files in module folders, or a Carpentries lesson.
    [settings_broken] The settings in { $file } cannot be read{ $line ->
        [0] {""}
       *[other] {" "}(line { $line })
    }. Please correct them and send the course again.
    [not_a_folder] “{ $file }” is no folder.
    [not_a_zip] “{ $file }” is no zip archive, or a damaged one. Please pack the course's folder again.
    [archive_too_long] The archive is too large: it has { $found } bytes, and { $limit } can be read.
    [too_many_entries] The archive holds { $found } files, and { $limit } can be read. Please leave some out.
    [unpacks_too_big] The archive unpacks to more than { $limit } bytes. Please make it smaller.
    [ratio_too_high] The archive unpacks to more than { $limit } times its size, so it was not read.
    [took_too_long] Reading took longer than { $limit } seconds. Please make the course smaller.
    [reader_stopped] Reading needed more memory or time than there is. Please make the course smaller.
   *[other] The archive holds something that cannot be read safely ({ $file }). Please pack the course's folder again, without links and passwords.
}
error-foundation-forbidden = { $role ->
    [admin] Only administrators can do this.
    [educator] Only educators can do this. /teach is the way to become one.
    [owner] This belongs to somebody else.
   *[other] You are not allowed to do this.
}
error-foundation-not_found = That is not there any more. /help shows what there is.
error-foundation-outdated = This has moved on since. Please open it again with a command.
error-foundation-too_many = That was a lot at once. Please wait { $retry_after_seconds }.
error-people-locale_unknown = There are no texts in “{ $locale }” yet.
error-people-zone_unknown = “{ $zone }” is no time zone I know. Try a larger city.
error-people-nickname_missing = A nickname needs something to see.
error-people-nickname_taken = Somebody else is called “{ $nickname }”. Please pick another.
error-people-window_invalid = The end must come after the start: { $start_hour } to { $end_hour } does not work.
error-people-interests_invalid = At most { $limit } interests of up to { $length } characters.
error-people-already_educator = You are an educator already. /teach opens your desk.
error-people-application_waiting = Your application is with an administrator already. You hear from us here.
error-people-application_empty = Please write at least a few words.
error-people-already_decided = Another administrator was faster: { $state ->
    [approved] it is approved
    [declined] it is declined
   *[other] a question was sent
}.
error-people-last_admin = You are the only administrator. Appoint another first: /claim with a new code from the shell.
error-people-role_fixed = Everybody is a learner; that role stays.
error-quizzes-responses_missing = These questions have no answer yet: { $numbers }.
error-quizzes-choice_invalid = That answer is not among the options of question { $number }.
error-quizzes-empty = “{ $title }” has no question that can be asked.
error-wallet-key_conflict = This was booked before with other amounts. An administrator has to look.
error-wallet-insufficient_balance = There are not enough tokens for this: { $balance } of { $amount }.
error-wallet-insufficient_funds = The operator's own funds ({ $own_funds }) do not cover { $amount }.
error-wallet-treasury_already_open = How tokens work here was chosen before: { $mode ->
    [points] points only
    [money] tokens backed by money
   *[other] tokens without cash-out
}.
error-wallet-treasury_not_open = Tokens are not in use in this community.
error-wallet-tokens_left = You own { $purchased } purchased tokens. Ask for them back, or give them up, before you are erased.
error-wallet-already_reversed = This was taken back before.
error-wallet-lots_differ = The books do not agree on these tokens, so nothing was moved. Please tell an administrator.
error-wallet-not_yours_to_approve = You proposed this, or it is for you or for somebody you were once linked with. Another administrator has to approve it.
error-wallet-same_group_approves = The other administrator who approved was once linked with you: you two count as one. Somebody else has to approve it.
error-wallet-correction_unsound = Nothing was booked: { $account } would hold { $money } for tokens worth { $owed }. Add the money lines that go with the tokens and propose it again.
error-rewards-setting_unknown = There is no such setting. Open /rewards and choose one of the buttons.
error-rewards-amount_invalid = That needs to be a whole number from 0 to { $most }, like 20. Nothing was changed.
error-rewards-own_reward = This reward is your own, or of an account that was linked with yours. Somebody else from the team decides on it.

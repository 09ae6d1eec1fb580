### По предложению на каждый отказ: что случилось и что делать.

error-cohorts-place_not_managed = Нужно право управлять этим местом. Попросите того, у кого оно есть.
error-cohorts-place_taken = Здесь уже рассказывают о «{ $title }». Сначала остановите это.
error-cohorts-closed = «{ $title }» больше никого не принимает.
error-conversations-draft_gone = Эта форма уже отправлена или отменена. Откройте её снова командой.
error-conversations-draft_too_long = Все ответы вместе могут занимать не больше { $limit ->
    [one] { $limit } символа
    [few] { $limit } символов
    [many] { $limit } символов
   *[other] { $limit } символа
}. Сократите их, пожалуйста.
error-courses-not_yours = Курс с именем «{ $slug }» есть у другого преподавателя. Дайте своему другое имя в course.toml.
error-courses-not_free = «{ $title }» стоит { $price_tokens ->
    [one] { $price_tokens } токен
    [few] { $price_tokens } токена
    [many] { $price_tokens } токенов
   *[other] { $price_tokens } токена
}. На странице курса в /courses есть кнопка покупки; первый урок открыт для всех.
error-courses-not_open = «{ $title }» сейчас никого не принимает. /courses покажет другие курсы.
error-courses-not_enrolled = Сначала начните «{ $title }», тогда получится.
error-courses-empty = В «{ $title }» нет уроков, поэтому опубликовать курс нельзя. Сначала загрузите уроки.
error-courses-unreadable = { $reason ->
    [no_lessons] Уроков не найдено. Курс — это папка с course.toml и файлами Markdown в папках модулей или урок Carpentries.
    [settings_broken] Не удаётся прочитать настройки в { $file }{ $line ->
        [0] {""}
       *[other] {" "}(строка { $line })
    }. Исправьте их и пришлите курс снова.
    [not_a_folder] «{ $file }» — не папка.
    [not_a_zip] «{ $file }» — не zip-архив, или он повреждён. Упакуйте папку курса ещё раз.
    [archive_too_long] Архив слишком велик: { $found ->
        [one] { $found } байт
        [few] { $found } байта
        [many] { $found } байт
       *[other] { $found } байта
    }, а прочитать можно { $limit }.
    [too_many_entries] Файлов в архиве: { $found }, а прочитать можно { $limit }. Уберите лишние, пожалуйста.
    [unpacks_too_big] В распакованном виде архив больше { $limit ->
        [one] { $limit } байта
        [few] { $limit } байт
        [many] { $limit } байт
       *[other] { $limit } байта
    }. Уменьшите его, пожалуйста.
    [ratio_too_high] При распаковке архив вырастает больше чем в { $limit ->
        [one] { $limit } раз
        [few] { $limit } раза
        [many] { $limit } раз
       *[other] { $limit } раза
    }, поэтому он не прочитан.
    [took_too_long] Чтение заняло больше { $limit ->
        [one] { $limit } секунды
        [few] { $limit } секунд
        [many] { $limit } секунд
       *[other] { $limit } секунды
    }. Уменьшите курс, пожалуйста.
    [reader_stopped] Для чтения не хватило памяти или времени. Уменьшите курс, пожалуйста.
   *[other] В архиве есть то, что нельзя безопасно прочитать ({ $file }). Упакуйте папку курса ещё раз, без ссылок и паролей.
}
error-foundation-forbidden = { $role ->
    [admin] Это могут только администраторы.
    [educator] Это могут только преподаватели. Стать преподавателем можно через /teach.
    [owner] Это принадлежит другому человеку.
   *[other] У вас нет на это права.
}
error-foundation-not_found = Этого здесь больше нет. /help покажет, что есть.
error-foundation-outdated = С тех пор всё изменилось. Откройте, пожалуйста, снова командой.
error-foundation-too_many = Слишком много сразу. Подождите { $retry_after_seconds }, пожалуйста.
error-people-locale_unknown = На языке «{ $locale }» текстов пока нет.
error-people-zone_unknown = Я не знаю часового пояса «{ $zone }». Попробуйте город покрупнее.
error-people-nickname_missing = В псевдониме должно быть что-то видимое.
error-people-nickname_taken = Псевдоним «{ $nickname }» уже занят. Выберите другой, пожалуйста.
error-people-window_invalid = Конец должен быть позже начала: с { $start_hour } до { $end_hour } не получится.
error-people-interests_invalid = Не больше { $limit ->
    [one] { $limit } интереса
    [few] { $limit } интересов
    [many] { $limit } интересов
   *[other] { $limit } интереса
}, до { $length ->
    [one] { $length } символа
    [few] { $length } символов
    [many] { $length } символов
   *[other] { $length } символа
} каждый.
error-people-already_educator = Вы уже преподаватель. /teach откроет ваш рабочий стол.
error-people-application_waiting = Ваша заявка уже у администратора. Мы напишем вам сюда.
error-people-application_empty = Напишите, пожалуйста, хотя бы несколько слов.
error-people-already_decided = Другой администратор успел раньше: { $state ->
    [approved] заявка одобрена
    [declined] заявка отклонена
   *[other] вопрос отправлен
}.
error-people-last_admin = Вы единственный администратор. Сначала назначьте другого: /claim с новым кодом из консоли.
error-people-role_fixed = Здесь учатся все; эта роль остаётся.
error-quizzes-responses_missing = На эти вопросы ещё нет ответа: { $numbers }.
error-quizzes-choice_invalid = Такого ответа нет среди вариантов вопроса { $number }.
error-quizzes-empty = В «{ $title }» нет вопроса, который можно задать.
error-wallet-key_conflict = Это уже записано раньше с другими суммами. Нужно, чтобы посмотрел администратор.
error-wallet-insufficient_balance = Для этого не хватает токенов: { $balance } из { $amount }.
error-wallet-insufficient_funds = Собственных средств оператора ({ $own_funds }) не хватает на { $amount }.
error-wallet-treasury_already_open = Как здесь устроены токены, уже решено раньше: { $mode ->
    [points] только баллы
    [money] токены, обеспеченные деньгами
   *[other] токены без вывода в деньги
}.
error-wallet-treasury_not_open = В этом сообществе токены не используются.
error-wallet-tokens_left = У вас { $purchased ->
    [one] { $purchased } купленный токен
    [few] { $purchased } купленных токена
    [many] { $purchased } купленных токенов
   *[other] { $purchased } купленного токена
}. Попросите вернуть за них деньги или откажитесь от них, прежде чем стирать данные.
error-wallet-already_reversed = Это уже отменено раньше.
error-wallet-lots_differ = Записи об этих токенах расходятся, поэтому ничего не переведено. Сообщите администратору.
error-wallet-not_yours_to_approve = Это предложили вы, или оно касается вас либо того, с кем вы были связаны. Одобрить должен другой администратор.
error-wallet-same_group_approves = Одобривший до вас администратор был когда-то связан с вами: вы считаетесь одним человеком. Одобрить должен кто-то ещё.
error-wallet-correction_unsound = Ничего не записано: на { $account } было бы { $money } при токенах на { $owed }. Добавьте денежные строки к этим токенам и предложите снова.
error-rewards-setting_unknown = Такой настройки нет. Откройте /rewards и выберите одну из кнопок.
error-rewards-amount_invalid = Нужно целое число от 0 до { $most }, например 20. Ничего не изменено.
error-rewards-own_reward = Это ваша награда или награда аккаунта, который был связан с вашим. Решает кто-то другой из команды.

### Фонд наград и его программы; награды, которые проверяют.

command-rewards = Фонд наград: что он платит и как это изменить
command-reviews = Награды и доходы, которые ждут проверки

rewards-title = Награды
rewards-fund = Фонд наград: { $fund }. В сегодняшних долях: { $slices }. Обещано ученикам: { $committed }. Фонд стипендий: { $scholarship }. Сгоревшие токены возвращаются в фонд наград.
rewards-month = За последние 30 дней:
rewards-activity-quiz = Тесты: { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}, { $grants ->
    [one] { $grants } награда
    [few] { $grants } награды
    [many] { $grants } наград
   *[other] { $grants } награды
}, { $people ->
    [one] { $people } человек
    [few] { $people } человека
    [many] { $people } человек
   *[other] { $people } человека
}
rewards-activity-streak = Серии: { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}, { $grants ->
    [one] { $grants } награда
    [few] { $grants } награды
    [many] { $grants } наград
   *[other] { $grants } награды
}, { $people ->
    [one] { $people } человек
    [few] { $people } человека
    [many] { $people } человек
   *[other] { $people } человека
}
rewards-moved = Что говорят книги об этих днях:
rewards-moved-issued = Выдано ученикам, включая стипендии (токенов): { $tokens }
rewards-moved-taken_back = Забрано назад: выплачено дважды или вместе с возвращённым курсом (токенов): { $tokens }
rewards-moved-expired = Истекло неиспользованным и вернулось в фонды (токенов): { $tokens }
rewards-lasts = Если так пойдёт дальше, фонда хватит на { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}.
rewards-lasts-open = За последние 30 дней ничего не выплачено, так что конца фонду не видно.
rewards-lasts-then = С новым значением фонда хватило бы на { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}.
rewards-lasts-then-open = С новым значением ничего не было бы выплачено: конца фонду не было бы видно.
rewards-terms = Что действует сейчас:
rewards-changed = { $day }: { $setting }, { $old } → { $new }
rewards-change-quiz = Изменить тесты
rewards-change-streak = Изменить серии
rewards-change-caps = Изменить пределы
rewards-reviews = Ждут проверки: { $held }
rewards-set-quiz-passed = Тест сдан с первой попытки
rewards-set-quiz-all_right = Ещё, если всё верно
rewards-set-quiz-daily_limit = Тесты в день (0: без предела)
rewards-set-quiz-seconds_per_item = Секунд на вопрос (0: любые)
rewards-set-streak-7 = Серия в 7 дней
rewards-set-streak-30 = Серия в 30 дней
rewards-set-streak-100 = Серия в 100 дней
rewards-set-streak-daily_limit = Серии в день (0: без предела)
rewards-set-caps-daily = Предел: человек, день
rewards-set-caps-monthly = Предел: человек, месяц
rewards-set-caps-newcomer = Предел: новый аккаунт
form-reward_terms-title = Награды
form-reward_terms-value = Сколько должно быть? Сейчас: { $now }
form-reward_terms-hint = Целое число от 0 до { $most }
rewards-preview = { $old } → { $new }
rewards-preview-cost = При активности прошлого месяца это стоит { $after ->
    [one] { $after } токен
    [few] { $after } токена
    [many] { $after } токенов
   *[other] { $after } токена
} вместо { $before }.
rewards-preview-unknown = По выплаченному нельзя сказать, что это изменит: прошлый месяц стоил { $before ->
    [one] { $before } токен
    [few] { $before } токена
    [many] { $before } токенов
   *[other] { $before } токена
}.
rewards-save = Сохранить
rewards-cancel = Отменить
rewards-saved = Сохранено. Действует со следующей награды.

reviews-title = Что ждёт проверки
reviews-none = Вас ничего не ждёт.
reviews-open = { $number }. { $why }
review-title = Награда { $number }
review-what = { $name }: сдан тест «{ $title }». Стоит токенов: { $tokens }.
review-nothing-lost = Пока ничего не выплачено, и ничего не пропало.
review-pay = Выплатить
review-decline = Не платить
review-paid = Выплачено токенов: { $tokens }.
review-declined = Не выплачено. Человеку сказали: { $note }
review-told-paid = Вашу награду за «{ $title }» проверили, токенов выплачено: { $tokens }. Спасибо за терпение!
review-told-declined = Вашу награду за «{ $title }» проверили и не выплатят. Команда пишет: { $note }
form-review_reason-title = Не платить
form-review_reason-reason = Почему?
form-review_reason-hint = Эту фразу прочтёт ученик
anomaly-too_fast-name = Слишком быстрые ответы
anomaly-too_fast = Ответы быстрее, чем можно прочесть вопросы. Вопросов: { $items }, секунд: { $seconds }.
anomaly-same_mistakes-name = Те же ошибки, что у другого
anomaly-same_mistakes = В точности те же ошибки, что в других попытках за последний час, хотя их делают редко. Ошибок: { $mistakes }, других попыток: { $others }.
anomaly-same_rhythm-name = Тот же ритм, что у других
anomaly-same_rhythm = Ответы в том же ритме, секунда в секунду, что и в других попытках за последний час: { $others }.
anomaly-crowd-name = Много новых аккаунтов сразу
anomaly-crowd = Много новых аккаунтов быстро сдали этот тест (минут: { $minutes }). Других: { $others }.

### Связь учётных записей одного человека.

platform-telegram = Telegram
platform-discord = Discord

settings-accounts = Учётные записи

link-button = Связать с { $platform }
link-title = Свяжите свою учётную запись { $platform }
link-what = Вы один человек: один кошелёк и одна серия и там, и там.
link-open-how = Откройте { $platform } кнопкой или отправьте это боту там:
link-type-how = В { $platform } отправьте боту:
link-how-long = Код действует один раз, 10 минут. Никому его не давайте.
link-open = Открыть { $platform }
link-check = Готово, дальше
link-no = Нет
link-yes = Да, это я
link-again = Новый код
link-one-platform = Здесь только одна платформа, связывать нечего.
link-wrong = Этот код не подходит. { $tries ->
    [one] Осталась { $tries } попытка
    [few] Остались { $tries } попытки
    [many] Осталось { $tries } попыток
   *[other] Осталось { $tries } попытки
} в этот час. /link создаст новый код на другой стороне.
link-used = Этот код уже использован. /link создаст новый.
link-expired = Этому коду больше 10 минут. /link создаст новый.
link-over = Этот код больше не действует. Ничего не связано.
link-waiting = Другая сторона ещё не согласилась. Сначала введите код там.
link-ask = { $name } в { $platform } — это тоже вы?
link-both-empty = Один кошелёк, одна серия. Пока и то и другое пусто, ничего не пропадёт.
link-own-empty = Один кошелёк, одна серия. Здесь у вас пусто, ничего не пропадёт.
link-other-empty = Один кошелёк, одна серия. То, что у вас здесь, останется: { $holdings }. Другая запись пуста.
link-own = Здесь у вас: { $holdings }.
link-theirs = На другой стороне: { $holdings }.
link-one-of-all = Всё станет общим. За что заплатили дважды, считается один раз.
link-then = После вашего «да» нужно подтвердить в { $platform }.
link-only-you = Отвечайте «да», только если вы сами сейчас ввели там код.
link-half = Почти готово
link-half-what = Теперь ответьте «да» и в { $platform }: вопрос ждёт там.
link-done-title = Ваши учётные записи связаны
link-done = Один кошелёк и одна серия и там, и там. Старые кнопки работают.
link-stopped = Ничего не связано.
link-told = Эта запись и { $name } в { $platform } теперь один человек: один кошелёк, одна серия.
link-not-me = Если это были не вы, скажите администратору в течение семи дней: связь можно отменить.
link-undone-told = Администратор разделил ваши записи. У каждой снова то, что было её.

holding-tokens = { $number ->
    [one] { $number } токен
    [few] { $number } токена
    [many] { $number } токенов
   *[other] { $number } токена
}
holding-streak_days = { $number ->
    [one] серия в { $number } день
    [few] серия в { $number } дня
    [many] серия в { $number } дней
   *[other] серия в { $number } дня
}
holding-courses = { $number ->
    [one] { $number } курс
    [few] { $number } курса
    [many] { $number } курсов
   *[other] { $number } курса
}
holding-quizzes = { $number ->
    [one] { $number } сданный тест
    [few] { $number } сданных теста
    [many] { $number } сданных тестов
   *[other] { $number } сданного теста
}

links-title = Связанные записи
links-what = Связаны за последние семь дней, их можно разделить.
links-none = За последние семь дней никто ничего не связывал.
links-undo = { $name }, { $day }
links-sure = Разделить эти записи?
links-sure-what = Каждая получит своё обратно. Сделанное после связи останется у первой. Обеим сообщат.
links-undo-yes = Да, разделить
links-undone = Разделены.

command-link = Быть одним человеком в Telegram и Discord
command-links = Отменить связь двух записей
option-link-code = Код с другой стороны

error-people-already_linked = Ваши записи уже связаны: один кошелёк, одна серия.
error-people-link_to_self = Этот код для вашей записи на другой платформе. Откройте его там.
error-people-link_same_platform = Обе записи в { $platform ->
    [discord] Discord
   *[telegram] Telegram
}. У человека по одной на каждой платформе.
error-people-both_teach = Обе записи преподают, а доходы двух преподавателей не смешиваются. Обратитесь к администратору.
error-people-link_over = Этот код больше не действует. /link создаст новый.
error-people-undo_too_late = Отменить уже нельзя: связь отменена, или прошло { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}.
error-people-undo_spent = Токены, которые надо вернуть, потрачены, поэтому отменить нельзя.
error-wallet-debt_open = За одной из записей долг: { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}. Сначала его надо погасить.

line-person-merged = Две записи объединены
line-person-merge_undone = Связанные записи разделены
line-reward-taken_back = Заплачено дважды за одно, возвращено

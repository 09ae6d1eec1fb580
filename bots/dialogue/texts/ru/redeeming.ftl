### Удержания и то, на что можно обменять заработанные токены.

error-wallet-hold_over = { $state ->
    [posted] Это уже рассчитано.
    [expired] Срок истёк, токены вернулись.
   *[other] Это отменено, токены вернулись.
}
error-wallet-hold_open = { $tokens ->
    [one] { $tokens } токен удержан
    [few] { $tokens } токена удержаны
    [many] { $tokens } токенов удержано
   *[other] { $tokens } токена удержаны
} для того, что ещё не закончилось. Подождите или отмените это.

line-class_session-held = Удержано за занятие
line-class_session-voided = Занятие отменено, токены вернулись
line-class_session-settled = Вернулся остаток брони
line-redemption-held = Обменяно
line-redemption-voided = Обмен не удался, токены вернулись

command-redeem = Обменять заработанные токены или ввести код
option-redeem-code = Код скидки, если он есть
command-vouchers = Ваучеры партнёров: запас и файл с новыми
command-codes = Коды скидок, которые вы создали
wallet-redeem = Обменять
error-wallet-sold_out = «{ $title }» пока закончился. Посмотрите, что ещё есть в /redeem.
error-wallet-earned_too_few = Нужно заработанных токенов: { $price }; сейчас доступно { $earned }{ $waiting ->
    [0] {""}
   *[other] {", "}и ещё { $waiting } — через день после получения
}. Тесты и серии принесут ещё.
error-wallet-no_paid_purchase = Ваучеры доступны тем, кто купил курс за купленные токены и не вернул его. Когда такая покупка станет окончательной, это откроется.
error-wallet-voucher_cap = Ваучеров — не больше чем на { $cap } токенов в месяц; в этом месяце осталось { $left }.
error-wallet-code_refused = { $reason ->
    [form] Код — от 6 до 24 латинских букв, цифр или дефисов.
    [taken] Такой код уже есть. Выберите другой.
    [worth] Укажите от 1 до 100 процентов или целое число токенов.
    [uses] Использовать можно от 1 до 100000 раз.
    [until] Последний день должен быть впереди, в пределах года.
    [price] У этого курса уже самая низкая цена.
   *[other] Ни один фонд не может это оплатить.
}
error-wallet-code_not_good = Этот код здесь не подходит. Проверьте написание. Код действует ограниченное число раз и до определённого дня; об этом знает тот, кто его дал.
error-wallet-scholarship_refused = { $reason ->
    [amount] Стипендия — от 1 до { $price } токенов: не больше цены курса.
    [own] Для собственного курса стипендия не нужна.
   *[other] Этот курс бесплатный или уже есть у человека.
}
error-wallet-vouchers_known = { $codes ->
    [one] { $codes } код уже есть
    [few] { $codes } кода уже есть
    [many] { $codes } кодов уже есть
   *[other] { $codes } кода уже есть
} в запасе (строки { $lines }). Ничего не загружено.
redeem-title = Что можно получить за заработанные токены
redeem-earned = { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} — можно использовать сейчас
redeem-waiting = { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} ещё — через день после получения.
redeem-code-any = Ваш код ждёт: он сработает при следующей покупке.
redeem-code-one = Ваш код ждёт курса, для которого он дан, или группы этого курса.
redeem-none = Сейчас ваучеров нет. Заработанными токенами можно оплатить часть цены большинства курсов: цены есть в /courses.
redeem-wants-purchase = Ваучеры откроются, когда ваша покупка за купленные токены станет окончательной.
redeem-vouchers = Ваучеры партнёров: до { $cap } токенов в месяц, осталось { $left }.
redeem-offer = { $title } · { $tokens }
redeem-type-code = У меня есть код
redeem-mine = Что я получил
redeem-given = { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} только для «{ $course }», до { $day }.
redeem-given-open = К { $course }
redeem-have = { $price } из ваших { $earned } заработанных токенов
redeem-rules = Вы получите один код партнёра, который видите только вы. Отменить это нельзя: обменянное потрачено. Ваучеров — не больше чем на { $cap } токенов в месяц.
redeem-take = Обменять за { $tokens }
redeem-partner = Партнёр
redeem-valid = Действует до
redeemed-code = Ваш код у { $partner }:
redeemed-yours = Его видите только вы. /redeem покажет его снова.
redeemed-voided = Ничего не вышло; токены снова в вашем кошельке.
redeemed-held = Это ещё не завершено. Если ничего не выйдет, токены вернутся в течение десяти минут.
redeemed-for = Обменяно за
redeemed-open = { $title }, { $day }
redeemed-none = Пока ничего.
redeemed-confirmed-line = { $title }, { $day }
redeemed-held-line = { $title }, { $day } (в процессе)
redeemed-voided-line = { $title }, { $day } (не вышло, токены вернулись)
redeemed-lapsed-line = { $title }, { $day } (не использовано вовремя)
form-redeem-title = Код
form-redeem-code = Какой код?
form-redeem-hint = Регистр и пробелы не важны.
code-percent = скидка { $percent }%
code-tokens = { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} скидки
code-kept = Код подходит
code-kept-any = { $off } при следующей покупке курса или группы. Другой код заменит этот.
code-kept-one = Код подходит: { $off }.
redemption-voided-told = Обмен на ваучер не завершился, поэтому { $tokens ->
    [one] вернулся { $tokens } токен.
    [few] вернулись { $tokens } токена.
    [many] вернулись { $tokens } токенов.
   *[other] вернулось { $tokens } токена.
}
redeem-again = Попробовать снова
redeem-look = Курс
scholarship-title = Стипендия на «{ $course }»
scholarship-what = Вам дали { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} только для этого курса или для группы этого курса, не больше цены курса. Они ждут 90 дней.
scholarship-use = Взять курс
scholarship-asked = Администраторы получили вашу просьбу. Когда один предложит стипендию, а другой согласится, вы узнаете об этом здесь.
scholarship-wanted = { $name } просит стипендию на «{ $course }»
scholarship-wanted-what = Курс стоит { $price ->
    [one] { $price } токен
    [few] { $price } токена
    [many] { $price } токенов
   *[other] { $price } токена
}. Кто предлагает стипендию, тот её не одобряет: это делает другой администратор.
scholarship-fund = В фонде стипендий: { $amount }.
scholarship-propose = Предложить стипендию
form-scholarship-title = Стипендия
form-scholarship-tokens = Сколько токенов?
form-scholarship-hint = Курс стоит { $price }: это максимум.
form-wants-number = Целое число от 1, пожалуйста.
buy-lowered = Ваш код снижает цену на { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}.
buy-granted = Ваш код даёт { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} из заработанных.
buy-given = { $tokens ->
    [one] { $tokens } из заработанных токенов дан вам
    [few] { $tokens } из заработанных токенов даны вам
    [many] { $tokens } из заработанных токенов даны вам
   *[other] { $tokens } из заработанных токенов дано вам
} для этого курса.
buy-type-code = У меня есть код
buy-ask-scholarship = Попросить стипендию
proposal-scholarship = стипендия
proposal-vouchers-imported = ваучеры для каталога
proposal-voucher-settled = счёт партнёра
proposal-for = { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
} для { $name }, только на «{ $course }».
proposal-vouchers-ahead = { $codes ->
    [one] { $codes } код
    [few] { $codes } кода
    [many] { $codes } кодов
   *[other] { $codes } кода
}, оплачено заранее: { $cost }. Одобряйте только то, что не является деньгами или их заменой.
proposal-vouchers-later = { $codes ->
    [one] { $codes } код
    [few] { $codes } кода
    [many] { $codes } кодов
   *[other] { $codes } кода
}, до { $cost } к оплате по мере использования. Одобряйте только то, что не является деньгами или их заменой.
proposal-bill = { $partner } получает { $amount } за использованные ваучеры.
proposal-approved-plain = Одобрили: { $names }. Проводить было нечего.
proposal-needs-second = Второй администратор должен одобрить это до { $day }: не тот, кто предложил, и не тот, для кого это.
vouchers-title = Ваучеры
vouchers-line = { $title } ({ $partner }), токенов — { $price }: { $codes ->
    [one] { $codes } код
    [few] { $codes } кода
    [many] { $codes } кодов
   *[other] { $codes } кода
} в запасе
vouchers-none = В каталоге нет ваучеров.
vouchers-send = Отправить файл с кодами
vouchers-ahead = оплачено заранее
vouchers-later = оплата по мере использования
form-vouchers-title = Ваучеры партнёра
form-vouchers-paid = Как платят партнёру?
form-vouchers-paid-hint = Оплаченное заранее проводится при одобрении.
form-vouchers-file = Отправьте коды файлом CSV
form-vouchers-hint = Столбцы: { $columns }. cost — в минимальных единицах денег, price — в токенах, valid_until — как 2027-12-31.
vouchers-kept-nothing = Ничего не загружено
vouchers-refused = Исправьте это и отправьте весь файл снова:
voucher-problem-line = Строка { $line }: { $what }
voucher-problem-too_large = файл больше { $detail } КБ
voucher-problem-encoding = это не UTF-8; сохраните файл как CSV UTF-8
voucher-problem-not_csv = это не файл CSV, или не закрыты кавычки
voucher-problem-header = первая строка должна быть { $detail }
voucher-problem-empty = в нём нет ни одного кода
voucher-problem-too_many = больше { $detail } кодов; отправьте частями
voucher-problem-columns = столбцов { $detail } вместо шести
voucher-problem-partner = partner: строчные латинские буквы, цифры и дефисы
voucher-problem-title = title: от 1 до { $detail } знаков
voucher-problem-code = code: от 4 до 64 знаков без пробелов, латиницей
voucher-problem-cost = cost: целое число до { $detail }
voucher-problem-price = price: целое число от 1 до { $detail }
voucher-problem-worth = стоит дороже токенов: не больше { $detail }
voucher-problem-valid_until = valid_until: день в виде 2027-12-31
voucher-problem-past = valid_until уже прошёл
voucher-problem-duplicate = тот же код стоит в строке { $detail }
codes-who = Это могут только преподаватели. Стать им можно через /teach.
codes-title = Коды скидок
codes-none = Кодов пока нет.
codes-how = Страница вашего курса в /teach создаёт код, снижающий его цену. Он действует и для групп курса, снижая их цену не больше чем на цену курса.
codes-any = любой курс или любая группа
codes-line = { $code }: { $off }, { $course }; использован { $used } из { $most }, до { $day }
codes-over-line = { $code }: { $off }, { $course }; использован { $used } из { $most }, до { $day } (закончился)
codes-stop = Остановить { $code }
codes-new-any = Новый код на любой курс
codes-made = { $code } действует. Кому он дан, пишет /redeem и код.
codes-fund-rewards = платит фонд наград
codes-fund-scholarship = платит фонд стипендий
codes-own = снижает мою цену
desk-code = Код скидки
form-code-title = Код скидки
form-code-code = Какой код?
form-code-hint = От 6 до 24 латинских букв, цифр или дефисов
form-code-off = Какая скидка?
form-code-off-hint = Проценты, например 20%, или токены, например 50
form-code-uses = Сколько раз всего? Каждый — один раз.
form-code-until = Последний день
form-code-until-hint = Например, { $day }; в пределах года
form-code-fund = Кто платит?
code-wrong-off = Или проценты, например 20%, или целое число токенов, например 50.
code-wrong-uses = Целое число от 1 до { $most }.
code-wrong-until = День впереди в виде 2027-12-31, в пределах { $days } дней.
line-reward-granted-scholarship = Стипендия
line-reward-granted-discount = Код скидки платформы
duration-seconds = { $number ->
    [one] { $number } секунду
    [few] { $number } секунды
    [many] { $number } секунд
   *[other] { $number } секунды
}
duration-minutes = { $number ->
    [one] { $number } минуту
    [few] { $number } минуты
    [many] { $number } минут
   *[other] { $number } минуты
}
duration-hours = { $number ->
    [one] { $number } час
    [few] { $number } часа
    [many] { $number } часов
   *[other] { $number } часа
}
error-wallet-too_many_lots = Для этого нужно слишком много мелких порций токенов сразу: не больше { $most }, а нужно { $lots }. Сначала купите что-нибудь подешевле.
sold-title = { $sales ->
    [one] { $sales } продажа
    [few] { $sales } продажи
    [many] { $sales } продаж
   *[other] { $sales } продажи
}
sold-what = Для вас: { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}, окончательно, когда пройдёт срок возврата.
sold-open = Доходы
sold-quiet = Больше не сообщать
sold-quiet-now = Я больше не сообщаю о продажах. Они есть в /earnings, там же кнопка, чтобы снова узнавать о них.
sold-loud = Сообщать о продажах
sold-loud-now = Я снова сообщаю о продажах, не чаще раза в час.

### Выписки, строки за числом, проверка книг и предложения.

line-with-title = { $what }: { $title }
line-with-days = { $what }: { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
} подряд
line-correction = Исправлено двумя администраторами
line-tokens-purchased = Куплено

statement-csv = В CSV
statement-pdf = В PDF
statement-why-number = Почему? { $number }
statement-numbered = { $number }. { $line }
statement-file-what = Все строки вашего кошелька, только для вас.
statement-file-part = Последние строки ({ $lines }); в файле CSV их больше.
statement-column-date = Дата
statement-column-what = Что произошло
statement-column-class = Вид
statement-column-in = Приход
statement-column-out = Расход
statement-column-amount = Сумма
statement-column-balance = Остаток
statement-class-earned = заработано
statement-class-purchased = куплено
statement-of = Выписка по токенам
statement-period = { $first } — { $last }
statement-made = Составлено { $at }
statement-page = Страница { $page } из { $pages }
statement-before = Было
statement-came = Приход
statement-went = Расход
statement-after = Стало
statement-total = Всего
statement-nothing = Движений ещё не было.

facts-title = Почему { $amount }?
facts-balance = { $bucket ->
    [earned] Заработанные токены
   *[purchased] Купленные токены
}: было { $before }, стало { $after }.
facts-attempt = Попытка { $number }, { $earned } из { $possible } баллов. Токены приносит только первая попытка.
facts-quiz-amount = { $base } за прохождение, { $bonus } за всё без ошибок.
facts-cut = Урезано до { $tokens } из { $full }.
facts-streak = Вы занимались { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
} подряд. Серия началась { $day }.
facts-lot = { $tokens ->
    [one] Пришёл { $tokens } токен
    [few] Пришли { $tokens } токена
    [many] Пришло { $tokens } токенов
   *[other] Пришло { $tokens } токена
} за один раз; не использовано: { $left }.
facts-lot-use-by = Используйте до { $day }.
facts-lot-spent = { $tokens } из полученных { $day } ({ $source }).
facts-lot-spent-use-by = { $tokens } из полученных { $day } ({ $source }), срок до { $use_by }.
facts-rows = В книгах, запись { $journal }:
facts-reverses = Отменяет запись { $journal }.
facts-refers = Следует из записи { $journal }.
source-reward-quiz = тесты
source-reward-streak = серии
source-reward-earlier = прежние награды
source-correction = исправление
source-other = другое

unit-tokens = { $number ->
    [one] { $number } токен
    [few] { $number } токена
    [many] { $number } токенов
   *[other] { $number } токена
}
posting-words = { $debit } → { $credit }: { $amount }
account-person-earned = заработанные токены человека
account-person-purchased = купленные токены человека
account-organization = общие токены организации
account-hold = токены, отложенные под бронь
account-educator-pending = ожидающий доход преподавателя
account-educator-available = доступный доход преподавателя
account-educator-reserve = резерв преподавателя
account-educator-debt = долг преподавателя
account-issuance = новые токены
account-burn-fee = ушло на комиссию
account-burn-payout = ушло на выплату
account-burn-redemption = ушло на обмен
account-burn-expiry = истёкшие токены
account-burn = использованные токены
account-stars = Звёзды Telegram
account-exchange = обмен Звёзд
account-stripe = платёжная система
account-bank = банк
account-suspense = ещё не объяснённые деньги
account-receivable = долги перед нами
account-prepaid = купленные заранее ваучеры
account-backing-purchased = деньги за купленными токенами
account-backing-earnings = деньги за доходами
account-fund-rewards = фонд наград
account-fund-committed = деньги за заработанными токенами
account-fund-maturing = комиссии на пути в фонд
account-fund-scholarship = фонд стипендий
account-fund = часть фонда наград
account-payable = выплата преподавателю
account-payout_in_flight = выплата в пути
account-refund_payable = возврат к оплате
account-voucher_payable = ваучер к оплате
account-deferred = ещё не заработанный доход
account-tax_payable = налог к уплате
account-own = собственные деньги оператора
account-revenue = доход
account-expense-rewards = потрачено на награды
account-expense = расходы

books-frozen-title = Книги не сходятся
books-frozen = Проверка книг нашла { $problems ->
    [one] { $problems } проблему
    [few] { $problems } проблемы
    [many] { $problems } проблем
   *[other] { $problems } проблемы
}. Пока они не сойдутся, ничего не выплачивается; учёба продолжается.
books-how = На сервере «peerloom ledger verify» показывает каждое число.
books-check = Проверить ещё раз
books-clean-title = Книги сходятся
books-clean = Последняя проверка ничего не нашла. Выплаты ждут вашего слова.
books-lift = Снова разрешить выплаты
books-fine = Книги сходятся, ничего не задержано.
books-lifted = Выплаты продолжаются. Спасибо, что проверили.
problem-unbalanced = Суммы { $where } не равны нулю.
problem-bridge = { $where } не совпадает с токенами, за которые отвечает.
problem-own_funds = Долгов больше, чем средств.
problem-incomplete_journal = В записи { $where } не хватает строки.
problem-balance_differs = Остаток { $where } не равен сумме его строк.
problem-balance_missing = { $where } потерял остаток.
problem-broken_chain = Строки { $where } не следуют друг за другом.
problem-below_floor = { $where } ниже своего минимума.
problem-lots_differ = Партии { $where } не равны остатку.
problem-snapshot_differs = Сохранённая сумма { $where } не равна сумме строк.
problem-more = … и ещё { $more }.

proposals-title = Предложения
proposals-none = Вас ничего не ждёт.
proposals-open = { $number }. { $what }
proposal-title = Предложение { $number }: { $what }
proposal-operator-deposited = взнос оператора
proposal-fund-added = пополнение фонда
proposal-correction = исправление
proposal-who = { $by } предлагает:
proposal-shell = Консоль
proposal-own-funds = Собственные средства сейчас: { $amount }.
proposal-needs = До { $day } должны одобрить два администратора: не предложивший и не те, кого это касается.
proposal-one-only = { $can ->
    [0] Сейчас одобрить не может ни один администратор: сначала нужны ещё двое.
   *[other] Сейчас одобрить может лишь один администратор: сначала нужен второй (peerloom claim-code).
}
proposal-approve = Одобрить
proposal-decline = Отклонить
proposal-so-far = Одобрили: { $names }. Нужен ещё один.
proposal-approved = Одобрили: { $names }. Записано как { $journal }.
proposal-declined = Отклонили: { $names }. Ничего не записано.
proposal-expired = За семь дней никто не решил. Ничего не записано; предложите снова.
proposal-somebody = тот, кто ушёл
proposal-yours = Это предложили вы, поэтому одобрит другой администратор. Отозвать можно кнопкой «Отклонить».
proposal-heard = Ваш голос уже учтён.
proposal-short = Собственных средств оператора ({ $own }) не хватает на { $amount }. Сначала предложите взнос.
proposal-short-account = В книгах не хватает на это ({ $account }): { $held } из { $amount }.
proposals-all = Все предложения

### Prices, purchases, refunds and what educators earn.

error-wallet-price_too_low = Цена — это 0 или не меньше { $minimum } токенов; { $price } не подходит.
error-wallet-own_course = Это ваш собственный курс: у себя не покупают.
error-wallet-not_enough = Не хватает { $missing ->
    [one] { $missing } токена
    [few] { $missing } токенов
    [many] { $missing } токенов
   *[other] { $missing } токена
}: цена — { $price }, из заработанных здесь можно использовать { $earned }, купленных у вас { $purchased }.
error-wallet-nothing_to_refund = Столько вернуть нельзя: от цены осталось { $left }.
error-wallet-earnings_left = У вас ещё есть доход: { $tokens } (в токенах). Когда заказы станут окончательными и будут выплачены, вас можно будет удалить.
error-wallet-price_too_high = Цена — не больше { $maximum } токенов.
error-courses-not_bought = Нет покупки курса «{ $title }», которую можно вернуть.
error-courses-already_opened = Вы уже открыли урок курса «{ $title }», поэтому просто отменить покупку нельзя. На его странице можно попросить возврат, пока это возможно.
error-courses-refund_too_late = Открыто { $opened } из { $lessons } уроков. Курс можно вернуть, пока открыто не больше { $percent }% уроков.
error-courses-refunded_before = Вы уже один раз вернули «{ $title }», а каждый курс можно вернуть один раз.

command-earnings = Сколько вы заработали своими курсами
course-buy = Купить за { $tokens }
buy-title = Купить «{ $course }»
buy-parts = { $price } = { $earned } заработанных + { $purchased } купленных
buy-missing = Заработанных токенов, которые можно использовать здесь, — { $earned }, купленных — { $held }; не хватает { $missing }.
buy-no-packs = Покупка токенов ещё не открыта. Заработанными можно оплатить до { $percent }% цены, остальное — купленными.
buy-limited-new_educator = Этот преподаватель здесь недавно: первые 30 дней его курсы оплачивают купленными токенами.
buy-limited-share = Сейчас здесь можно использовать меньше заработанных токенов: они оплачивают не больше пятой части того, что преподаватель получает купленными.
buy-limited-one_buyer = Сейчас здесь можно использовать меньше заработанных токенов: бо́льшая часть дохода этого преподавателя — от одного покупателя.
buy-waiting = Ещё { $tokens ->
    [one] { $tokens } заработанный токен можно
    [few] { $tokens } заработанных токена можно
    [many] { $tokens } заработанных токенов можно
   *[other] { $tokens } заработанного токена можно
} будет использовать через день после получения.
buy-rules = Покупку можно отменить, пока вы не открыли первый урок. Потом курс можно вернуть один раз, пока открыто не больше { $percent }% уроков.
buy-now = Купить
bought-title = «{ $course }» теперь ваш
bought-what = { $lessons ->
    [one] Вам открыт { $lessons } урок.
    [few] Вам открыты все { $lessons } урока.
    [many] Вам открыты все { $lessons } уроков.
   *[other] Вам открыты все { $lessons } урока.
} Пока вы не открыли первый, покупку можно отменить.
bought-undo = Отменить покупку
bought-return = Вернуть курс
return-sure = Вернуть этот курс?
return-what = Токены вернутся такими, какими были, а заработанное в этом курсе уйдёт обратно. Курс можно вернуть один раз.
return-yes = Да, вернуть
returned-title = Возвращено
returned-what = В кошелёк вернулись токены: заработанных — { $earned }, купленных — { $purchased }.

earnings-title = Доход
earnings-available = Доступно
earnings-pending = Ожидает
earnings-reserve = Резерв
earnings-this-month = В этом месяце
earnings-debt = Долг
earnings-order = { $course }, окончательно { $day }
earnings-more = и ещё { $orders ->
    [one] { $orders } заказ
    [few] { $orders } заказа
    [many] { $orders } заказов
   *[other] { $orders } заказа
}
earnings-released = Из резерва { $day } освободится { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}.
earnings-debt-what = То, что вернули после выплаты вам, — долг; его сначала погасят ваши следующие доходы.
earnings-none = Ничего не ожидает. Кто купит ваш курс, появится здесь.

desk-price = Цена
form-price-title = Цена
form-price-price = Сколько он должен стоить, в токенах? Сейчас: { $price }
form-price-hint = 0 — бесплатно, иначе не меньше { $minimum }
price-similar = { $courses ->
    [one] { $courses } похожий курс: цены от { $lowest } до { $highest }, половина не дороже { $median }.
    [few] { $courses } похожих курса: цены от { $lowest } до { $highest }, половина не дороже { $median }.
    [many] { $courses } похожих курсов: цены от { $lowest } до { $highest }, половина не дороже { $median }.
   *[other] { $courses } похожего курса: цены от { $lowest } до { $highest }, половина не дороже { $median }.
} 0 — бесплатно.
price-no-similar = У похожих курсов цены ещё нет. 0 — бесплатно.
price-wrong = Целое число: 0 — бесплатно, или от { $minimum } до { $maximum }.
price-set = Цена в токенах: { $tokens }. Вы получаете на { $fee }% меньше: это комиссия платформы. До { $percent }% можно оплатить заработанными токенами; что из этого больше комиссии — ваша скидка.
price-none = Теперь курс бесплатный.

line-course-purchased = Курс куплен
line-purchase-refunded = Курс возвращён
line-discount-burned = Курс куплен, скидка преподавателя
line-discount-returned = Курс возвращён, скидка преподавателя
line-reward-returned = Награда за возвращённый курс

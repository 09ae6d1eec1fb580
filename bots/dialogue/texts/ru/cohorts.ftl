### Cohorts with a price: joining one, giving it back, and the educator's list of them.

error-cohorts-not_free = «{ $title }» стоит { $price_tokens ->
    [one] { $price_tokens } токен
    [few] { $price_tokens } токена
    [many] { $price_tokens } токенов
   *[other] { $price_tokens } токена
}. Кнопка, чтобы вступить, — на странице курса в /courses.
error-cohorts-not_bought = Нет покупки группы «{ $title }», которую можно вернуть.
error-cohorts-refunded_before = Вы уже один раз вернули «{ $title }» или её курс, а это можно сделать один раз.
error-courses-held_with_cohort = Курс «{ $title }» у вас вместе с группой. Сначала верните группу: кнопка — на странице курса.

fact-cohort = Группа
fact-members = Участники
cohort-costs = «{ $cohort }»: { $tokens ->
    [one] { $tokens } токен
    [few] { $tokens } токена
    [many] { $tokens } токенов
   *[other] { $tokens } токена
}, курс включён
cohort-is-in = «{ $cohort }»: вы в ней
cohort-join = Вступить в «{ $cohort }» за { $tokens }
cohort-join-free = Вступить в «{ $cohort }»
cohort-back = Вернуться в «{ $cohort }»
cohort-title = Вступить в группу «{ $cohort }»
cohort-with-course = Курс «{ $course }» включён.
cohort-counted = Уплаченное за курс «{ $course }» учтено: на { $counted ->
    [one] { $counted } токен
    [few] { $counted } токена
    [many] { $counted } токенов
   *[other] { $counted } токена
} меньше.
cohort-given = { $tokens ->
    [one] { $tokens } из заработанных токенов дан вам
    [few] { $tokens } из заработанных токенов даны вам
    [many] { $tokens } из заработанных токенов даны вам
   *[other] { $tokens } из заработанных токенов дано вам
} для этой группы или её курса.
form-cohort_code-title = Код
cohort-nothing-due = Доплачивать не нужно
cohort-join-now = Вступить
cohort-rules = Вы уже открывали уроки курса: группу можно вернуть один раз, пока открыто не больше { $percent }% уроков.
cohort-no-return = { $reason ->
    [refunded] Вы уже возвращали её или её курс один раз, поэтому вернуть эту покупку нельзя.
   *[opened] Уже открыто { $opened } из { $lessons } уроков, поэтому вернуть эту покупку нельзя.
}
cohort-joined-title = Вы в группе «{ $cohort }»
cohort-joined-what = { $lessons ->
    [one] Вам открыт { $lessons } урок курса «{ $course }».
    [few] Вам открыты все { $lessons } урока курса «{ $course }».
    [many] Вам открыты все { $lessons } уроков курса «{ $course }».
   *[other] Вам открыты все { $lessons } урока курса «{ $course }».
}
cohort-joined-undo = Пока вы не открыли первый, покупку можно отменить.
cohort-undo = Отменить «{ $cohort }»
cohort-return = Вернуть «{ $cohort }»
cohort-return-sure = Вернуть группу «{ $cohort }»?
cohort-return-all = Токены вернутся такими, какими были. Вы выйдете из группы; курс и заработанное в нём уйдут обратно. Это можно сделать один раз.
cohort-return-alone = Токены вернутся такими, какими были, и вы выйдете из группы. Курс останется вашим. Это можно сделать один раз.
cohort-of-course = { $course }, группа «{ $cohort }»

desk-cohorts = Группы
setup-which-cohort = Новости какой группы рассказывать здесь?
cohorts-title = Группы курса { $course }
cohorts-none = Группы пока нет: это те, кто проходит курс вместе и встречается там, где вы напишете /setup.
cohort-state = { $state ->
    [closed] закрыта
   *[open] открыта
}
cohort-members = { $members ->
    [one] { $members } участник
    [few] { $members } участника
    [many] { $members } участников
   *[other] { $members } участника
}
cohort-comes-along = вместе с курсом
cohort-no-place = Места пока нет: напишите /setup в её чате, теме или канале.
cohort-new = Новая группа
form-cohort-title = Новая группа
form-cohort-name = Как называется группа?
form-cohort-hint = Как её увидят участники, например «Весна 2027».
form-cohort_price-title = Цена
form-cohort_price-hint = 0 — вместе с курсом, иначе не меньше { $minimum }
cohort-price-similar = { $courses ->
    [one] { $courses } похожая группа: цены от { $lowest } до { $highest }, половина не дороже { $median }.
    [few] { $courses } похожие группы: цены от { $lowest } до { $highest }, половина не дороже { $median }.
    [many] { $courses } похожих групп: цены от { $lowest } до { $highest }, половина не дороже { $median }.
   *[other] { $courses } похожей группы: цены от { $lowest } до { $highest }, половина не дороже { $median }.
} 0 — вместе с курсом.
cohort-price-no-similar = У похожих групп цены ещё нет. 0 — вместе с курсом.
cohort-price-course = Сам курс стоит { $tokens }; цена группы включает его.
cohort-price-wrong = Целое число: 0 — вместе с курсом, или от { $minimum } до { $maximum }.
cohort-price-set = Цена вступления в токенах: { $tokens }, курс включён. Вы получаете на { $fee }% меньше: это комиссия платформы. До { $percent }% можно оплатить заработанными токенами; что из этого больше комиссии — ваша скидка. Кто уже в группе, останется в ней.
cohort-price-none = Теперь группа идёт вместе с курсом: кто начинает курс, вступает в неё.
cohort-close = Закрыть
cohort-close-sure = Закрыть группу «{ $cohort }»?
cohort-close-what = Она никого больше не принимает и не публикует рейтинг недели. Участники останутся. Закрытая группа больше не открывается.
cohort-close-yes = Да, закрыть

line-course-purchased-cohort = Группа куплена
line-purchase-refunded-cohort = Группа возвращена
line-discount-burned-cohort = Группа куплена, скидка преподавателя
line-discount-returned-cohort = Группа возвращена, скидка преподавателя

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

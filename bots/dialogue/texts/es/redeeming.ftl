### Reservas, y en qué se pueden convertir los tokens ganados.

error-wallet-hold_over = { $state ->
    [posted] Esto ya está liquidado.
    [expired] El plazo terminó; los tokens volvieron.
   *[other] Esto se canceló; los tokens volvieron.
}
error-wallet-hold_open = { $tokens ->
    [one] 1 token está reservado
   *[other] { $tokens } tokens están reservados
} para algo que no ha terminado. Espera a que termine o cancélalo.

line-class_session-held = Reservado para una clase
line-class_session-voided = Clase cancelada, los tokens volvieron
line-class_session-settled = Volvió el resto de una reserva
line-redemption-held = Canjeado
line-redemption-voided = El canje no salió bien, los tokens volvieron

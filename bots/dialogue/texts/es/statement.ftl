### Extractos, las filas tras una cifra, la revisión de los libros y las propuestas.

line-with-title = { $what }: { $title }
line-with-days = { $what }: { $days ->
    [one] 1 día seguido
   *[other] { $days } días seguidos
}
line-correction = Corregido por dos administradores
line-tokens-purchased = Comprados

statement-csv = En CSV
statement-pdf = En PDF
statement-why-number = ¿Por qué? { $number }
statement-numbered = { $number }. { $line }
statement-file-what = Todas las líneas de tu monedero, solo para ti.
statement-file-part = Las { $lines } líneas más recientes; el archivo CSV tiene más.
statement-column-date = Fecha
statement-column-what = Qué pasó
statement-column-class = Clase
statement-column-in = Entra
statement-column-out = Sale
statement-column-amount = Cantidad
statement-column-balance = Saldo
statement-class-earned = ganados
statement-class-purchased = comprados
statement-of = Movimientos de tokens
statement-period = Del { $first } al { $last }
statement-made = Hecho el { $at }
statement-page = Página { $page } de { $pages }
statement-before = Antes
statement-came = Entra
statement-went = Sale
statement-after = Después
statement-total = En total
statement-nothing = Aún no se ha movido nada.

facts-title = ¿Por qué { $amount }?
facts-balance = { $bucket ->
    [earned] Tokens ganados
   *[purchased] Tokens comprados
}: { $before } antes, { $after } después.
facts-attempt = Intento { $number }, { $earned } de { $possible } puntos. Solo el primer intento da tokens.
facts-quiz-amount = { $base } por aprobar, { $bonus } por acertarlo todo.
facts-cut = Quedó en { $tokens } de { $full }.
facts-streak = Aprendiste { $days ->
    [one] 1 día seguido
   *[other] { $days } días seguidos
}. La racha empezó el { $day }.
facts-lot = { $tokens ->
    [one] Llegó 1 token
   *[other] Llegaron { $tokens } tokens
} de una vez; sin usar: { $left }.
facts-lot-use-by = Se usan antes del { $day }.
facts-lot-spent = { $tokens } de lo que llegó el { $day } ({ $source }).
facts-lot-spent-use-by = { $tokens } de lo que llegó el { $day } ({ $source }), por usar antes del { $use_by }.
facts-rows = En los libros, asiento { $journal }:
facts-reverses = Deshace el asiento { $journal }.
facts-refers = Se deriva del asiento { $journal }.
source-reward-quiz = cuestionarios
source-reward-streak = rachas
source-reward-earlier = recompensas anteriores
source-correction = una corrección
source-other = otros

unit-tokens = { $number ->
    [one] 1 token
   *[other] { $number } tokens
}
posting-words = { $debit } → { $credit }: { $amount }
account-person-earned = tokens ganados de una persona
account-person-purchased = tokens comprados de una persona
account-organization = el fondo de una organización
account-hold = tokens retenidos para una reserva
account-educator-pending = ingresos pendientes de un docente
account-educator-available = ingresos disponibles de un docente
account-educator-reserve = la reserva de un docente
account-educator-debt = la deuda de un docente
account-issuance = tokens recién creados
account-burn-fee = gastados en la comisión
account-burn-payout = gastados en un pago
account-burn-redemption = gastados en un canje
account-burn-expiry = tokens vencidos
account-burn = tokens gastados
account-stars = Estrellas de Telegram
account-exchange = cambio de Estrellas
account-stripe = el procesador de tarjetas
account-bank = el banco
account-suspense = dinero aún sin explicar
account-receivable = lo que se nos debe
account-prepaid = vales comprados por adelantado
account-backing-purchased = dinero tras los tokens comprados
account-backing-earnings = dinero tras los ingresos
account-fund-rewards = el fondo de recompensas
account-fund-committed = dinero tras los tokens ganados
account-fund-maturing = comisiones camino del fondo
account-fund-scholarship = el fondo de becas
account-fund = una parte del fondo de recompensas
account-payable = el pago a un docente
account-payout_in_flight = un pago en camino
account-refund_payable = una devolución por pagar
account-voucher_payable = un vale por pagar
account-deferred = ingresos aún no ganados
account-tax_payable = impuestos por pagar
account-own = el dinero propio del operador
account-revenue = ingresos
account-expense-rewards = gastado en recompensas
account-expense = gastos

books-frozen-title = Los libros no cuadran
books-frozen = La revisión de los libros encontró { $problems ->
    [one] 1 problema
   *[other] { $problems } problemas
}. No se paga nada hasta que cuadren; el aprendizaje sigue.
books-how = En el servidor, «peerloom ledger verify» muestra cada cifra.
books-check = Revisar otra vez
books-clean-title = Los libros cuadran
books-clean = La última revisión no encontró nada. Los pagos esperan tu palabra.
books-lift = Permitir pagos de nuevo
books-fine = Los libros cuadran y nada está retenido.
books-lifted = Los pagos siguen. Gracias por mirar.
problem-unbalanced = Las sumas de { $where } no dan cero.
problem-bridge = { $where } no coincide con los tokens a los que responde.
problem-own_funds = Se debe más de lo que hay.
problem-incomplete_journal = Al asiento { $where } le falta una línea.
problem-balance_differs = El saldo de { $where } no es lo que suman sus líneas.
problem-balance_missing = { $where } ha perdido su saldo.
problem-broken_chain = Las líneas de { $where } no se siguen unas a otras.
problem-below_floor = { $where } está por debajo de su mínimo.
problem-lots_differ = Los lotes de { $where } no son su saldo.
problem-snapshot_differs = La suma guardada de { $where } no es la de sus líneas.
problem-more = … y { $more } más.

proposals-title = Propuestas
proposals-none = Nada te espera.
proposals-open = { $number }. { $what }
proposal-title = Propuesta { $number }: { $what }
proposal-operator-deposited = depósito del operador
proposal-fund-added = más para el fondo
proposal-correction = una corrección
proposal-who = { $by } propone:
proposal-shell = La consola
proposal-own-funds = Fondos propios ahora: { $amount }.
proposal-needs = Dos administradores deben aprobarla hasta el { $day }, ni quien la propuso ni nadie a quien beneficie.
proposal-one-only = { $can ->
    [0] Ahora mismo ningún administrador puede aprobarla: antes hacen falta otros dos.
   *[other] Ahora mismo solo un administrador puede aprobarla: antes hace falta otro (peerloom claim-code).
}
proposal-approve = Aprobar
proposal-decline = Rechazar
proposal-so-far = Aprobada por { $names }. Falta una persona más.
proposal-approved = Aprobada por { $names } y anotada como asiento { $journal }.
proposal-declined = Rechazada por { $names }. No se anotó nada.
proposal-expired = Nadie decidió en siete días. No se anotó nada; propónlo de nuevo.
proposal-somebody = alguien que se fue
proposal-yours = La propusiste tú, así que la aprueba otro administrador. Aún puedes retirarla con «Rechazar».
proposal-heard = Tu voto ya cuenta.
proposal-short = Los fondos propios del operador ({ $own }) no cubren { $amount }. Propón antes un depósito.
proposal-short-account = En los libros no hay bastante para esto ({ $account }): { $held } de { $amount }.
proposals-all = Todas las propuestas

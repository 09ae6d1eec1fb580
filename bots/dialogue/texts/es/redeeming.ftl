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

command-redeem = Convierte tokens ganados en algo o da un código
option-redeem-code = Un código de descuento, si lo tienes
command-vouchers = Vales de socios: existencias y un archivo para más
command-codes = Códigos de descuento que creaste
wallet-redeem = Canjear
error-wallet-sold_out = «{ $title }» se ha agotado por ahora. Mira qué más hay en /redeem.
error-wallet-earned_too_few = Esto cuesta { $price } tokens ganados; ahora puedes usar { $earned }{ $waiting ->
    [0] {""}
   *[other] {" "}y { $waiting } más un día después de ganarlos
}. Los cuestionarios y las rachas traen más.
error-wallet-no_paid_purchase = Los vales son para quienes han comprado un curso con tokens comprados y lo conservan. Cuando esa compra sea definitiva, esto se abre.
error-wallet-voucher_cap = Como máximo, vales por { $cap } tokens al mes; quedan { $left } para este mes.
error-wallet-code_refused = { $reason ->
    [form] Un código tiene de 6 a 24 letras de la A a la Z, cifras o guiones.
    [taken] Ya existe un código con ese nombre. Elige otro.
    [worth] Da de 1 a 100 por ciento o un número entero de tokens.
    [uses] Se puede usar de 1 a 100000 veces.
    [until] Su último día debe estar por venir, dentro de un año.
    [price] Este curso ya tiene el precio más bajo.
   *[other] Ningún fondo puede pagar esto.
}
error-wallet-code_not_good = Ese código no vale aquí. Comprueba cómo está escrito. Un código vale un número limitado de veces y hasta cierto día; quien te lo dio lo sabe.
error-wallet-scholarship_refused = { $reason ->
    [amount] Una beca es de 1 a { $price } tokens: como mucho, el precio del curso.
    [own] Nadie necesita una beca para un curso propio.
   *[other] Este curso es gratis, o la persona ya lo tiene.
}
error-wallet-vouchers_known = { $codes ->
    [one] 1 código ya está
   *[other] { $codes } códigos ya están
} en existencias (líneas { $lines }). No se importó nada.
redeem-title = En qué se convierten los tokens ganados
redeem-earned = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} que puedes usar ahora
redeem-waiting = { $tokens ->
    [one] 1 token más, un día después de ganarlo.
   *[other] { $tokens } tokens más, un día después de ganarlos.
}
redeem-code-any = Tu código espera: se aplica a tu próxima compra.
redeem-code-one = Tu código espera al curso para el que vale, o a una cohorte de ese curso.
redeem-none = Ahora no hay vales. Los tokens ganados pagan una parte del precio de la mayoría de los cursos: /courses dice cada precio.
redeem-wants-purchase = Los vales se abren cuando una compra tuya con tokens comprados sea definitiva.
redeem-vouchers = Vales de socios: hasta { $cap } tokens al mes, quedan { $left }.
redeem-offer = { $title } · { $tokens }
redeem-type-code = Tengo un código
redeem-mine = Lo que canjeé
redeem-given = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} solo para «{ $course }», por usar antes del { $day }.
redeem-given-open = A { $course }
redeem-have = { $price } de tus { $earned } tokens ganados
redeem-rules = Recibes un código del socio que solo ves tú. No se puede deshacer: lo canjeado se gasta. Como máximo, vales por { $cap } tokens al mes.
redeem-take = Canjear por { $tokens }
redeem-partner = Socio
redeem-valid = Válido hasta
redeemed-code = Tu código en { $partner }:
redeemed-yours = Aquí solo lo ves tú. /redeem lo muestra otra vez.
redeemed-voided = No se llegó a nada; los tokens están de nuevo en tu monedero.
redeemed-held = Aún no está hecho. Si no sale, tus tokens vuelven en diez minutos.
redeemed-for = Canjeado por
redeemed-open = { $title }, { $day }
redeemed-none = Nada todavía.
redeemed-confirmed-line = { $title }, { $day }
redeemed-held-line = { $title }, { $day } (en curso)
redeemed-voided-line = { $title }, { $day } (no salió, los tokens volvieron)
redeemed-lapsed-line = { $title }, { $day } (no se usó a tiempo)
form-redeem-title = Un código
form-redeem-code = ¿Qué código?
form-redeem-hint = Mayúsculas y espacios no importan.
code-percent = { $percent } % menos
code-tokens = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} menos
code-kept = El código vale
code-kept-any = { $off }, en el próximo curso o cohorte que compres. Otro código posterior lo sustituye.
code-kept-one = El código vale: { $off }.
redemption-voided-told = Tu vale no se completó, así que { $tokens ->
    [one] volvió 1 token.
   *[other] volvieron { $tokens } tokens.
}
redeem-again = Intentar otra vez
redeem-look = El curso
scholarship-title = Una beca para «{ $course }»
scholarship-what = Te dieron { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} solo para este curso, o para la parte de una cohorte suya que cuesta el curso. Esperan 90 días.
scholarship-use = Tomar el curso
scholarship-asked = Los administradores tienen tu petición. Cuando uno proponga una beca y otro la apruebe, te avisamos aquí.
scholarship-wanted = { $name } pide una beca para «{ $course }»
scholarship-wanted-what = El curso cuesta { $price ->
    [one] 1 token
   *[other] { $price } tokens
}. Quien propone una beca no la aprueba: lo hace otro administrador.
scholarship-fund = En el fondo de becas: { $amount }.
scholarship-propose = Proponer una beca
form-scholarship-title = Una beca
form-scholarship-tokens = ¿Cuántos tokens?
form-scholarship-hint = El curso cuesta { $price }: ese es el máximo.
form-wants-number = Un número entero desde 1, por favor.
buy-lowered = Tu código quita { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} del precio.
buy-granted = Tu código aporta { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} de los ganados.
buy-given = { $tokens ->
    [one] 1 de los tokens ganados te lo dieron
   *[other] { $tokens } de los tokens ganados te los dieron
} para este curso.
buy-type-code = Tengo un código
buy-ask-scholarship = Pedir una beca
proposal-scholarship = una beca
proposal-vouchers-imported = vales para el catálogo
proposal-voucher-settled = la factura de un socio
proposal-for = { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} para { $name }, solo para «{ $course }».
proposal-vouchers-ahead = { $codes ->
    [one] 1 código
   *[other] { $codes } códigos
}, pagados por adelantado con { $cost }. Aprueba solo lo que no sea dinero ni equivalente.
proposal-vouchers-later = { $codes ->
    [one] 1 código
   *[other] { $codes } códigos
}, hasta { $cost } a pagar según se usen. Aprueba solo lo que no sea dinero ni equivalente.
proposal-bill = Se pagan { $amount } a { $partner } por vales usados.
proposal-approved-plain = Aprobado por { $names }. No había nada que asentar.
proposal-needs-second = Un segundo administrador debe aprobarlo antes del { $day }: ni quien lo propuso ni nadie para quien sea.
vouchers-title = Vales
vouchers-line = { $title } ({ $partner }), { $price } tokens: { $codes ->
    [one] 1 código
   *[other] { $codes } códigos
} en existencias
vouchers-none = No hay vales en el catálogo.
vouchers-send = Enviar un archivo de códigos
vouchers-ahead = pagado por adelantado
vouchers-later = se paga según el uso
form-vouchers-title = Vales de un socio
form-vouchers-paid = ¿Cómo se paga al socio?
form-vouchers-paid-hint = Lo pagado por adelantado se asienta al aprobar.
form-vouchers-file = Envía los códigos como archivo CSV
form-vouchers-hint = Columnas: { $columns }. cost en unidades mínimas de dinero, price en tokens, valid_until como 2027-12-31.
vouchers-kept-nothing = No se importó nada
vouchers-refused = Corrige esto y envía el archivo entero otra vez:
voucher-problem-line = Línea { $line }: { $what }
voucher-problem-too_large = el archivo supera { $detail } KB
voucher-problem-encoding = esto no es UTF-8; guarda el archivo como CSV UTF-8
voucher-problem-not_csv = no es un archivo CSV, o falta cerrar comillas
voucher-problem-header = la primera línea debe ser { $detail }
voucher-problem-empty = no hay ningún código
voucher-problem-too_many = más de { $detail } códigos; envíalos por partes
voucher-problem-columns = { $detail } columnas en lugar de seis
voucher-problem-partner = partner: letras minúsculas de la a a la z, cifras y guiones
voucher-problem-title = title: de 1 a { $detail } caracteres
voucher-problem-code = code: de 4 a 64 caracteres sin espacios ni acentos
voucher-problem-cost = cost: un número entero hasta { $detail }
voucher-problem-price = price: un número entero de 1 a { $detail }
voucher-problem-worth = cuesta más de lo que valen los tokens: como mucho { $detail }
voucher-problem-valid_until = valid_until: un día como 2027-12-31
voucher-problem-past = valid_until ya pasó
voucher-problem-duplicate = el mismo código está en la línea { $detail }
codes-who = Esto es solo para docentes. Con /teach puedes llegar a serlo.
codes-title = Códigos de descuento
codes-none = Aún no hay códigos.
codes-how = La página de un curso propio en /teach crea un código que baja su precio. También vale para las cohortes del curso, y les quita como mucho lo que cuesta el curso.
codes-any = cualquier curso o cohorte
codes-line = { $code }: { $off }, { $course }; usado { $used } de { $most }, hasta el { $day }
codes-over-line = { $code }: { $off }, { $course }; usado { $used } de { $most }, hasta el { $day } (terminado)
codes-stop = Detener { $code }
codes-new-any = Código para cualquier curso
codes-made = { $code } vale desde ahora. Quien lo tenga escribe /redeem y el código.
codes-fund-rewards = paga el fondo de recompensas
codes-fund-scholarship = paga el fondo de becas
codes-own = baja mi precio
desk-code = Código de descuento
form-code-title = Un código de descuento
form-code-code = ¿Cuál es el código?
form-code-hint = De 6 a 24 letras, cifras o guiones
form-code-off = ¿Cuánto descuento?
form-code-off-hint = Un porcentaje, como 20%, o tokens, como 50
form-code-uses = ¿Cuántas veces en total? Cada persona una.
form-code-until = Su último día
form-code-until-hint = Como { $day }; dentro de un año
form-code-fund = ¿Quién paga?
code-wrong-off = O un porcentaje, como 20%, o un número entero de tokens, como 50.
code-wrong-uses = Un número entero de 1 a { $most }.
code-wrong-until = Un día por venir como 2027-12-31, dentro de { $days } días.
line-reward-granted-scholarship = Beca
line-reward-granted-discount = Código de descuento de la plataforma
duration-seconds = { $number ->
    [one] 1 segundo
   *[other] { $number } segundos
}
duration-minutes = { $number ->
    [one] 1 minuto
   *[other] { $number } minutos
}
duration-hours = { $number ->
    [one] 1 hora
   *[other] { $number } horas
}
error-wallet-too_many_lots = Esto tomaría de demasiadas porciones pequeñas de tokens a la vez: como máximo { $most }, hacen falta { $lots }. Compra antes algo más barato.
sold-title = { $sales ->
    [one] 1 venta
   *[other] { $sales } ventas
}
sold-what = Para ti: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}, definitivo cuando pase el plazo de devolución.
sold-open = Ingresos
sold-quiet = No avisarme más
sold-quiet-now = Ya no te aviso de las ventas. Están en /earnings, con un botón para volver a saber de ellas.
sold-loud = Avisarme de ventas
sold-loud-now = Te aviso de las ventas otra vez, como mucho una vez por hora.

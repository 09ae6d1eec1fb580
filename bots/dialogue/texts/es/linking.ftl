### Enlazar las cuentas de una persona.

platform-telegram = Telegram
platform-discord = Discord

settings-accounts = Cuentas

link-button = Enlazar { $platform }
link-title = Enlaza tu cuenta de { $platform }
link-what = Eres una sola persona: un monedero y una racha en las dos.
link-open-how = Abre { $platform } con el botón o envía esto allí al bot:
link-type-how = En { $platform }, envía esto al bot:
link-how-long = El código sirve una vez, durante 10 minutos. No se lo des a nadie.
link-open = Abrir { $platform }
link-check = Hecho, seguir
link-no = No
link-yes = Sí, soy yo
link-again = Código nuevo
link-one-platform = Aquí solo hay una plataforma, así que no hay nada que enlazar.
link-wrong = Ese código no funciona. { $tries ->
    [one] Queda 1 intento
   *[other] Quedan { $tries } intentos
} esta hora. /link crea un código nuevo en el otro lado.
link-used = Este código ya se usó. /link crea uno nuevo.
link-expired = Este código tiene más de 10 minutos. /link crea uno nuevo.
link-over = Este código ya no vale. No se enlazó nada.
link-waiting = El otro lado aún no ha dicho que sí. Da primero el código allí.
link-ask = ¿Eres también { $name } en { $platform }?
link-both-empty = Un monedero, una racha. Los dos están aún vacíos, no se pierde nada.
link-own-empty = Un monedero, una racha. El tuyo de aquí está vacío, no se pierde nada.
link-other-empty = Un monedero, una racha. Lo que tienes aquí se queda: { $holdings }. La otra cuenta está vacía.
link-own = Aquí tienes: { $holdings }.
link-theirs = En el otro lado hay: { $holdings }.
link-one-of-all = Todo se une. Lo que se pagó en las dos cuenta una vez.
link-then = Después de tu sí, se confirma en { $platform }.
link-only-you = Di que sí solo si tú acabas de dar el código allí.
link-half = Casi está
link-half-what = Ahora di que sí también en { $platform }: la pregunta espera allí.
link-done-title = Tus cuentas están enlazadas
link-done = Un monedero y una racha en las dos. Los botones antiguos siguen funcionando.
link-stopped = No se enlazó nada.
link-told = Esta cuenta y { $name } en { $platform } son ahora una persona: un monedero, una racha.
link-not-me = Si no fuiste tú, avisa a un administrador antes de siete días: se puede deshacer.
link-undone-told = Un administrador separó tus cuentas enlazadas. Cada una vuelve a tener lo suyo.

holding-tokens = { $number ->
    [one] 1 token
   *[other] { $number } tokens
}
holding-streak_days = { $number ->
    [one] una racha de 1 día
   *[other] una racha de { $number } días
}
holding-courses = { $number ->
    [one] 1 curso
   *[other] { $number } cursos
}
holding-quizzes = { $number ->
    [one] 1 cuestionario aprobado
   *[other] { $number } cuestionarios aprobados
}

links-title = Cuentas enlazadas
links-what = Se enlazaron en los últimos siete días y se pueden separar.
links-none = Nadie ha enlazado cuentas en los últimos siete días.
links-undo = { $name }, { $day }
links-sure = ¿Separar estas cuentas?
links-sure-what = Cada una recupera lo suyo. Lo hecho desde el enlace se queda en la primera cuenta. Se avisa a las dos.
links-undo-yes = Sí, separar
links-undone = Separadas.

command-link = Ser una persona en Telegram y Discord
command-links = Deshacer el enlace de dos cuentas
option-link-code = El código del otro lado

error-people-already_linked = Tus cuentas ya están enlazadas: un monedero, una racha.
error-people-link_to_self = Este código es para tu cuenta en la otra plataforma. Ábrelo allí.
error-people-link_same_platform = Las dos cuentas son de { $platform ->
    [discord] Discord
   *[telegram] Telegram
}. Cada persona tiene una de cada.
error-people-both_teach = Las dos cuentas enseñan, y los ingresos de dos docentes nunca se juntan. Habla con un administrador.
error-people-link_over = Este código ya no vale. /link crea uno nuevo.
error-people-undo_too_late = Ya no se puede deshacer: ya se deshizo o han pasado { $days ->
    [one] 1 día
   *[other] { $days } días
}.
error-people-undo_spent = Los tokens que tendrían que volver ya se gastaron, así que no se puede deshacer.
error-wallet-debt_open = Una de las cuentas debe { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
}. Hay que saldarlo antes.

line-person-merged = Se unieron dos cuentas
line-person-merge_undone = Se separaron las cuentas enlazadas
line-reward-taken_back = Pagado dos veces por lo mismo, devuelto

### El fondo de recompensas y sus programas; recompensas que se revisan.

command-rewards = El fondo de recompensas, lo que paga y cómo cambiarlo
command-reviews = Recompensas e ingresos pendientes de revisar

rewards-title = Recompensas
rewards-fund = Fondo de recompensas: { $fund }. En las porciones de hoy: { $slices }. Prometido a quienes aprenden: { $committed }. Fondo de becas: { $scholarship }. Los tokens que caducan vuelven al fondo de recompensas.
rewards-month = Los últimos 30 días:
rewards-activity-quiz = Cuestionarios: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} en { $grants ->
    [one] 1 recompensa
   *[other] { $grants } recompensas
} a { $people ->
    [one] 1 persona
   *[other] { $people } personas
}
rewards-activity-streak = Rachas: { $tokens ->
    [one] 1 token
   *[other] { $tokens } tokens
} en { $grants ->
    [one] 1 recompensa
   *[other] { $grants } recompensas
} a { $people ->
    [one] 1 persona
   *[other] { $people } personas
}
rewards-moved = Lo que dicen los libros de esos días:
rewards-moved-issued = Entregado a quienes aprenden, becas incluidas (tokens): { $tokens }
rewards-moved-taken_back = Retirado, por pago doble o con un curso devuelto (tokens): { $tokens }
rewards-moved-expired = Caducado sin usar y de vuelta en los fondos (tokens): { $tokens }
rewards-lasts = Al ritmo de los últimos 30 días, el fondo dura { $days ->
    [one] 1 día
   *[other] { $days } días
}.
rewards-lasts-open = No se ha pagado nada en los últimos 30 días: no se ve el final del fondo.
rewards-lasts-then = Con la nueva cantidad, el fondo duraría { $days ->
    [one] 1 día
   *[other] { $days } días
}.
rewards-lasts-then-open = Con la nueva cantidad no se habría pagado nada: no se vería el final del fondo.
rewards-terms = Lo que vale ahora:
rewards-changed = { $day }: { $setting }, { $old } → { $new }
rewards-change-quiz = Cambiar cuestionarios
rewards-change-streak = Cambiar rachas
rewards-change-caps = Cambiar límites
rewards-reviews = Pendientes de revisar: { $held }
rewards-set-quiz-passed = Aprobado al primer intento
rewards-set-quiz-all_right = Más si todo está bien
rewards-set-quiz-daily_limit = Tests al día (0: sin límite)
rewards-set-quiz-seconds_per_item = Segundos/pregunta (0: todo)
rewards-set-streak-7 = Racha de 7 días
rewards-set-streak-30 = Racha de 30 días
rewards-set-streak-100 = Racha de 100 días
rewards-set-streak-daily_limit = Rachas al día (0: sin límite)
rewards-set-caps-daily = Máximo por persona y día
rewards-set-caps-monthly = Máximo por persona y mes
rewards-set-caps-newcomer = Máximo de una cuenta nueva
form-reward_terms-title = Recompensas
form-reward_terms-value = ¿Cuánto ha de ser? Ahora: { $now }
form-reward_terms-hint = Un número entero de 0 a { $most }
rewards-preview = { $old } → { $new }
rewards-preview-cost = Con la actividad del último mes, esto cuesta { $after ->
    [one] 1 token
   *[other] { $after } tokens
} en vez de { $before }.
rewards-preview-unknown = Lo que esto cambia no se puede saber por lo pagado: el último mes costó { $before ->
    [one] 1 token
   *[other] { $before } tokens
}.
rewards-save = Guardar
rewards-cancel = Cancelar
rewards-saved = Guardado. Vale desde la próxima recompensa.

reviews-title = Lo que está por revisar
reviews-none = Nada te espera.
reviews-open = { $number }. { $why }
review-title = Recompensa { $number }
review-what = { $name } aprobó «{ $title }». Vale { $tokens } tokens.
review-nothing-lost = Todavía no se ha pagado nada, y nada se ha perdido.
review-pay = Pagarla
review-decline = No pagar
review-paid = Pagado: { $tokens } tokens.
review-declined = No se pagó. Se le dijo: { $note }
review-told-paid = Tu recompensa por «{ $title }» se ha revisado y está pagada: { $tokens } tokens. ¡Gracias por tu paciencia!
review-told-declined = Tu recompensa por «{ $title }» se ha revisado y no se paga. El equipo dice: { $note }
form-review_reason-title = No pagar
form-review_reason-reason = ¿Por qué no?
form-review_reason-hint = Quien aprende leerá esta frase
anomaly-too_fast-name = Respuestas demasiado rápidas
anomaly-too_fast = Respondió más rápido de lo que se pueden leer las preguntas: { $items } preguntas en { $seconds } segundos.
anomaly-same_mistakes-name = Los mismos errores que otra persona
anomaly-same_mistakes = Exactamente los mismos errores que en otros intentos de la última hora, aunque poca gente los comete. Errores: { $mistakes }; otros intentos: { $others }.
anomaly-same_rhythm-name = El mismo ritmo que otros
anomaly-same_rhythm = Respondió con el mismo ritmo, segundo a segundo, que otros intentos de la última hora: { $others }.
anomaly-crowd-name = Muchas cuentas nuevas a la vez
anomaly-crowd = Muchas cuentas nuevas aprobaron deprisa este cuestionario en { $minutes } minutos. Otras: { $others }.

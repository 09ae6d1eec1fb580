### Ingresos que vienen sobre todo de una sola persona y esperan una revisión.

error-wallet-not_yours_to_decide = Se trata de ingresos tuyos o de alguien con quien estuviste vinculado. Decide otro administrador.

earnings-held = { $tokens ->
    [one] 1 token espera
   *[other] { $tokens } tokens esperan
} a que lo miren los administradores: la mayor parte de tus ingresos vino de una sola persona. No se pierde nada y no tienes que hacer nada.
earnings-order-held = { $course }, por revisar

income-review-open = Ingresos { $number }: { $name }
income-review-open-kept = Ingresos { $number }: { $name }, en espera
income-review-title = Ingresos { $number }
income-review-what = En 30 días, { $name } recibió { $all } tokens. Una sola persona pagó { $tokens } de ellos. Cursos o sesiones comprados: { $sales }.
income-review-why = Más de la mitad vino de una sola persona. Hay buenas razones para ello, como alguien con muchas ganas de aprender o que paga también por otros. Por eso solo se mira, y a nadie se le dice quién es.
income-review-waiting = Tokens que esperan mientras tanto: { $tokens }. No se pierde nada, y un curso se puede devolver como siempre.
income-review-kept = { $who } lo deja en espera. Tokens que esperan: { $tokens }. Se pueden liberar en cualquier momento.
income-review-released = Liberado por { $who }. Lo que esperaba es firme desde ahora; el resto, en su día.
income-review-over = La cuenta ya no existe, así que no queda nada que mirar.
income-review-concerned = Se trata de ti o de alguien con quien estuviste vinculado. Decide otro administrador.
income-review-release = Liberar
income-review-keep = Dejar en espera

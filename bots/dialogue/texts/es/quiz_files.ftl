### Añadir un cuestionario a una lección.

gift-attach = Añadir un cuestionario
gift-which = ¿Qué lección terminará con el cuestionario? ✎ marca las que ya tienen uno; el nuevo ocupará su lugar.
form-gift-title = Añadir un cuestionario
form-gift-file = Envía el archivo .gift
form-gift-hint = Preguntas en el formato GIFT de Moodle, guardadas en UTF-8. Hasta 1 MB.
gift-where = «{ $file }» es un cuestionario. Abre tu curso, pulsa Añadir un cuestionario, elige la lección y envía entonces el archivo.
gift-kept-nothing = No se añadió ningún cuestionario
gift-too-large = «{ $file }» pesa más de 1 MB. Repártelo entre varias lecciones y envía un archivo más pequeño.
gift-not-gift = «{ $file }» no es un archivo GIFT. Guarda las preguntas como texto sin formato terminado en .gift y envíalo.
gift-nothing = En «{ $file }» no hay ninguna pregunta que se pueda hacer, y la lección sigue como estaba. Corrige esto y envíalo otra vez:
gift-again = Enviar otro archivo
gift-items = { $items ->
    [one] 1 pregunta añadida
   *[other] { $items } preguntas añadidas
}
gift-is-new = Ahora la lección termina con este cuestionario.
gift-is-replaced = Ocupa el lugar del cuestionario que tenía la lección. Quien estaba a medias empieza de nuevo.
gift-is-same = La lección ya tenía este mismo cuestionario.
gift-dropped = Queda fuera ({ $notes }); corrige lo que se pueda y envía el archivo otra vez:
gift-changed = Se pregunta de otra manera o conviene mirarlo:
gift-see-lesson = Ver la lección

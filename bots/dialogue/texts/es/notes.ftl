### Lo que una importación anota sobre un archivo; la consola muestra los mismos códigos en inglés.

note-courses-not_utf8 = no es UTF-8: byte { $found } en la posición { $offset }; guarda el archivo como UTF-8 e impórtalo de nuevo
note-courses-lesson_too_long = tiene { $size_bytes } bytes, una lección puede tener { $limit_bytes }: divídela en varias lecciones
note-courses-file_too_long = tiene { $size_bytes } bytes, se leen { $limit_bytes } como máximo
note-courses-link_escapes = es un enlace que sale de la carpeta del curso; se omite
note-courses-not_a_file = es un enlace, un dispositivo o una tubería y no un archivo normal; se omite
note-courses-too_many_files = más de { $limit ->
    [one] 1 archivo
   *[other] { $limit } archivos
}; los demás se omiten
note-courses-unreadable_file = no se pudo leer: { $reason }
note-courses-toml_broken = no es TOML válido: { $found }
note-courses-yaml_broken = no es YAML válido: { $found }
note-courses-front_matter_broken = el encabezado no es válido: { $found }; se esperaba { $expected }
note-courses-setting_wrong = ajuste «{ $name }»: dice { $found }, se esperaba { $expected }
note-courses-setting_unknown = el ajuste «{ $name }» no se conoce; se omite
note-courses-title_missing = no tiene título; se usa «{ $title }»
note-courses-lesson_empty = no contiene texto; se omite
note-courses-lesson_missing = se nombra en { $named_in } y no está
note-courses-lesson_unlisted = no figura en { $named_in }; se omite
note-courses-lesson_format = no es Markdown; se omite
note-courses-key_repeated = la clave «{ $key }» también la usa { $other }; se omite
note-courses-module_missing = la carpeta de módulo «{ $name }» no está
note-courses-quiz_without_lesson = ninguna lección se llama «{ $name }»; el cuestionario se omite
note-courses-quiz_empty = no hay ninguna pregunta que hacer; el cuestionario se omite
note-courses-quiz_repeated = la lección ya tiene su cuestionario de { $other }; se omite
note-courses-picture_missing = falta la imagen { $path }, se muestra como texto
note-courses-picture_remote = la imagen { $path } está en la web y no se descarga, se muestra como texto
note-courses-picture_broken = la imagen { $path } no se puede leer ({ $reason }), se muestra como texto
note-courses-picture_as_file = la imagen { $path } se muestra como archivo: los chats no pueden mostrar su formato
note-courses-media_missing = falta { $kind ->
    [image] la imagen
    [video] el video
    [audio] el audio
   *[other] el archivo
} { $path }, se muestra como texto
note-courses-media_remote = { $kind ->
    [image] la imagen
    [video] el video
    [audio] el audio
   *[other] el archivo
} { $path } está en la web, se muestra como enlace
note-courses-media_too_big = { $path } tiene { $size_bytes } bytes, se pueden enviar { $limit_bytes } como máximo; se muestra como texto
note-courses-media_outside = { $path } está fuera de la carpeta del curso, se muestra como texto
note-courses-link_relative = el enlace a { $target } lleva a las páginas propias de la fuente, queda como texto
note-courses-link_dropped = el enlace a { $target } no es https, http ni mailto, queda como texto
note-courses-html_dropped = se quitó <{ $tag }>
note-courses-html_reduced = <{ $tag }> se redujo a su texto
note-courses-block_unclosed = el bloque «{ $name }» se abre aquí y nunca se cierra
note-courses-block_unopened = cierra un bloque que nunca se abrió
note-courses-block_unknown = el bloque «{ $name }» no se conoce; su contenido se conserva
note-courses-instructor_left_out = las notas para docentes se omiten
note-courses-looks_like_choice = el ejercicio «{ $title }» parece de opción múltiple
note-gift-category_empty = no hay nombre después de $CATEGORY, se esperaba $CATEGORY: nombre
note-gift-title_unclosed = hay un título que no termina, se esperaba :: después
note-gift-answers_unclosed = hay { $found } después de las respuestas abiertas aquí, se esperaba { "}" }
note-gift-answers_unopened = hay { "}" } sin respuestas, se esperaba { "{" } antes, o \{ "}" } en un texto
note-gift-brace_in_answers = hay { "{" } dentro de las respuestas, se esperaba \{ "{" } o { "}" }
note-gift-answers_twice = hay un segundo { "{" }, se esperaba un grupo de respuestas por pregunta
note-gift-answers_unknown = hay { $found }, se esperaba = o ~ antes de cada opción, TRUE, FALSE o nada
note-gift-before_first_option = hay { $found } antes de la primera opción, se esperaba = o ~
note-gift-stem_missing = no hay pregunta antes de las respuestas, se esperaba un texto
note-gift-option_empty = hay una opción vacía, se esperaba un texto después de = o ~
note-gift-option_single = hay una sola opción, se esperaban dos o más
note-gift-option_right_missing = no hay ninguna opción correcta, se esperaba una con = o con peso positivo
note-gift-options_too_many = { $found ->
    [one] hay 1 opción
   *[other] hay { $found } opciones
}, se esperaban { $limit } como máximo
note-gift-option_repeated = la opción { $option } está dos veces
note-gift-weight_wrong = el peso es { $found }, se esperaba un número de -100 a 100
note-gift-weights_sum = las opciones correctas pesan juntas { $found } %, se esperaba 100 %
note-gift-partial_credit = la opción { $option } vale solo { $found } %; una elección única gana su punto solo con la respuesta completa
note-gift-several_right = { $found ->
    [one] 1 opción es correcta
   *[other] { $found } opciones son correctas
} ({ $options }); cualquiera de ellas cuenta. Pon pesos (~%50%…) si hay que elegirlas todas
note-gift-kind_not_asked = { $kind } se conserva en el archivo, aún no se pregunta
note-gift-blank_line = una línea en blanco dentro de las respuestas: otros programas terminan aquí la pregunta
note-limits-option_button = la opción { $option } tiene { $found ->
    [one] 1 carácter
   *[other] { $found } caracteres
}, en un botón de { $platform } caben { $limit }: se muestra como opciones con letras (A, B, C…) y el texto completo en el mensaje
note-limits-option_poll = la opción { $option } tiene { $found ->
    [one] 1 carácter
   *[other] { $found } caracteres
}, en una encuesta de { $platform } caben { $limit }: se muestra como opciones con letras (A, B, C…) y el texto completo en el mensaje
note-limits-question_poll = la pregunta tiene { $found ->
    [one] 1 carácter
   *[other] { $found } caracteres
}, en una encuesta de { $platform } caben { $limit }: se envía como mensaje encima de la encuesta
note-limits-explanation_poll = la explicación tiene { $found ->
    [one] 1 carácter
   *[other] { $found } caracteres
}, en una encuesta de { $platform } caben { $limit }: se envía como mensaje después de la respuesta
note-limits-options_poll = { $found ->
    [one] 1 opción
   *[other] { $found } opciones
}, en una encuesta de { $platform } caben { $limit }: se pregunta con botones
note-limits-options_group = { $found ->
    [one] 1 opción
   *[other] { $found } opciones
}, en un grupo de opciones de { $platform } caben { $limit }: se pregunta con botones

### Una frase por cada negativa del motor: qué pasa y qué hacer.

error-cohorts-place_not_managed = Hace falta permiso para administrar este lugar. Pídeselo a quien lo tenga.
error-cohorts-place_taken = Este lugar ya recibe las noticias de «{ $title }». Detén eso primero.
error-cohorts-closed = «{ $title }» ya no admite a nadie más.
error-conversations-draft_gone = Este formulario ya se envió o se canceló. Ábrelo de nuevo con su comando.
error-conversations-draft_too_long = Todas las respuestas juntas pueden tener { $limit ->
    [one] 1 carácter
   *[other] { $limit } caracteres
}. Acórtalas, por favor.
error-courses-not_yours = El curso de otra persona ya se llama «{ $slug }». Ponle otro nombre al tuyo en course.toml.
error-courses-not_free = «{ $title }» cuesta { $price_tokens ->
    [one] 1 token
   *[other] { $price_tokens } tokens
}. En su página de /courses hay un botón para comprarlo; la primera lección está abierta a todo el mundo.
error-courses-not_open = «{ $title }» no admite a nadie por ahora. /courses muestra los demás.
error-courses-not_enrolled = Empieza primero «{ $title }» y entonces funcionará.
error-courses-empty = «{ $title }» no tiene lecciones, así que no se puede publicar. Importa algunas primero.
error-courses-unreadable = { $reason ->
    [no_lessons] No se encontraron lecciones. Un curso es una carpeta con course.toml y archivos Markdown en carpetas de módulos, o una lección de Carpentries.
    [settings_broken] No se puede leer la configuración de { $file }{ $line ->
        [0] {""}
       *[other] {" "}(línea { $line })
    }. Corrígela y envía el curso de nuevo.
    [not_a_folder] «{ $file }» no es una carpeta.
    [not_a_zip] «{ $file }» no es un archivo zip, o está dañado. Vuelve a comprimir la carpeta del curso.
    [archive_too_long] El archivo es demasiado grande: tiene { $found } bytes y se leen { $limit } como máximo.
    [too_many_entries] El zip contiene { $found } archivos y se leen { $limit } como máximo. Quita algunos, por favor.
    [unpacks_too_big] Descomprimido, el zip ocupa más de { $limit } bytes. Hazlo más pequeño, por favor.
    [ratio_too_high] Descomprimido, el zip ocupa más de { $limit } veces su tamaño, así que no se leyó.
    [took_too_long] La lectura tardó más de { $limit ->
        [one] 1 segundo
       *[other] { $limit } segundos
    }. Haz el curso más pequeño, por favor.
    [reader_stopped] La lectura necesitó más memoria o tiempo del que hay. Haz el curso más pequeño, por favor.
   *[other] El zip contiene algo que no se puede leer con seguridad ({ $file }). Vuelve a comprimir la carpeta del curso, sin enlaces ni contraseñas.
}
error-foundation-forbidden = { $role ->
    [admin] Esto es solo para administradores.
    [educator] Esto es solo para docentes. Con /teach puedes llegar a serlo.
    [owner] Esto es de otra persona.
   *[other] No tienes permiso para hacer esto.
}
error-foundation-not_found = Eso ya no está. /help muestra lo que hay.
error-foundation-outdated = Esto ha cambiado desde entonces. Ábrelo de nuevo con un comando, por favor.
error-foundation-too_many = Eso fue mucho de una vez. Espera { $retry_after_seconds }, por favor.
error-people-locale_unknown = Todavía no hay textos en «{ $locale }».
error-people-zone_unknown = No conozco la zona horaria «{ $zone }». Prueba con una ciudad más grande.
error-people-nickname_missing = Un apodo necesita algo que se vea.
error-people-nickname_taken = Otra persona ya se llama «{ $nickname }». Elige otro, por favor.
error-people-window_invalid = El final debe ir después del comienzo: de { $start_hour } a { $end_hour } no funciona.
error-people-interests_invalid = Como máximo { $limit ->
    [one] 1 interés
   *[other] { $limit } intereses
} de hasta { $length ->
    [one] 1 carácter
   *[other] { $length } caracteres
}.
error-people-already_educator = Ya eres docente. /teach abre tu mesa de trabajo.
error-people-application_waiting = Tu solicitud ya está en manos de un administrador. Te avisaremos aquí.
error-people-application_empty = Escribe al menos unas palabras, por favor.
error-people-already_decided = Otro administrador fue más rápido: { $state ->
    [approved] está aprobada
    [declined] está rechazada
   *[other] se envió una pregunta
}.
error-people-last_admin = No queda nadie más que administre. Nombra antes a otra persona: /claim con un código nuevo de la consola.
error-people-role_fixed = Todo el mundo aprende aquí; ese papel no se quita.
error-quizzes-responses_missing = Estas preguntas aún no tienen respuesta: { $numbers }.
error-quizzes-choice_invalid = Esa respuesta no está entre las opciones de la pregunta { $number }.
error-quizzes-empty = «{ $title }» no tiene ninguna pregunta que se pueda hacer.
error-wallet-key_conflict = Esto ya se anotó antes con otras cantidades. Un administrador tiene que revisarlo.
error-wallet-insufficient_balance = No hay suficientes tokens para esto: { $balance } de { $amount }.
error-wallet-insufficient_funds = Los fondos propios del operador ({ $own_funds }) no cubren { $amount }.
error-wallet-treasury_already_open = Cómo funcionan los tokens aquí ya se eligió antes: { $mode ->
    [points] solo puntos
    [money] tokens respaldados con dinero
   *[other] tokens sin canje por dinero
}.
error-wallet-treasury_not_open = En esta comunidad no se usan tokens.
error-wallet-tokens_left = Tienes { $purchased ->
    [one] 1 token comprado
   *[other] { $purchased } tokens comprados
}. Pide su devolución o renuncia a ellos antes de borrar tus datos.
error-wallet-already_reversed = Esto ya se anuló antes.
error-wallet-lots_differ = Las cuentas no coinciden sobre estos tokens, así que no se movió nada. Avisa a un administrador.
error-wallet-not_yours_to_approve = Esto lo propusiste tú, o es para ti o para alguien con quien estuviste vinculado. Debe aprobarlo otro administrador.
error-wallet-same_group_approves = Quien aprobó antes estuvo vinculado contigo: contáis como una sola persona. Debe aprobarlo alguien más.
error-wallet-correction_unsound = No se anotó nada: { $account } tendría { $money } para tokens que valen { $owed }. Añade las líneas de dinero que van con los tokens y propónlo de nuevo.
error-rewards-setting_unknown = No existe ese ajuste. Abre /rewards y elige uno de los botones.
error-rewards-amount_invalid = Tiene que ser un número entero de 0 a { $most }, como 20. No se ha cambiado nada.
error-rewards-own_reward = Esta recompensa es tuya, o de una cuenta que estuvo vinculada a la tuya. Decide otra persona del equipo.

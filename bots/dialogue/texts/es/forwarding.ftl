### Un curso con mensajes reenviados.

desk-forward = Crear uno reenviando
form-forward-title = Un curso con mensajes reenviados
form-forward-name = ¿Cómo se llama el curso?
form-forward-hint = Después reenvíame las publicaciones; cada una será una lección.
forward-ask = Reenvíame las publicaciones, una tras otra; cada una será una lección. Se conserva el texto, las imágenes no.
forward-count = { $posts ->
    [one] 1 publicación hasta ahora
   *[other] { $posts } publicaciones hasta ahora
}
forward-done = Listo
forward-undo = Quitar la última
forward-cancel = Cancelar
forward-undone = Quitada: { $post }
forward-cancelled = Cancelado. No se creó ningún curso.
forward-words-only = Su texto será la lección; la imagen o el archivo queda fuera.
forward-no-words = Solo el texto se convierte en lección, y aquí no hay. Quedó fuera.
forward-full = Un curso así admite { $most } publicaciones; esta quedó fuera. Pulsa «Listo» o trae el curso en un archivo zip.
forward-too-long = Juntas, las publicaciones son demasiado largas para un curso así; esta quedó fuera. Pulsa «Listo» o trae el curso en un archivo zip.
forward-none = Aún no ha llegado ninguna publicación.
forward-gone = Estas publicaciones ya son un curso o se cancelaron.
forward-telegram-only = Reenvíame las publicaciones en Telegram, en nuestro chat privado.

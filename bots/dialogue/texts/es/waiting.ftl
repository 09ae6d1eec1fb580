### Lo que esperaba a quien tiene cerrado su chat privado, y a un lugar que fue borrado.

waited-title = { $waiting ->
    [one] Te esperaba 1 mensaje
   *[other] Te esperaban { $waiting } mensajes
}
waited-why = Tus mensajes privados están cerrados para mí, así que lo lees aquí; nadie más lo ve. Ábrelos y escríbeme allí una línea, y lo siguiente llegará solo.
place-gone = { $waiting ->
    [0] Todavía no espera nada, y lo que venga se guarda.
    [one] 1 mensaje espera.
   *[other] { $waiting } mensajes esperan.
}
place-gone-topic = El tema fue borrado. Escribe /setup en otro tema del mismo grupo y elige el mismo curso: las noticias pasan allí y sale lo que esperaba.
place-gone-channel = El canal o hilo fue borrado. Escribe /setup en otro del mismo servidor y elige el mismo curso: las noticias pasan allí y sale lo que esperaba.

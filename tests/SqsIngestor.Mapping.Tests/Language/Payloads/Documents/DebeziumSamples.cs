namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary>Events of Debezium.</summary>
internal static class DebeziumSamples
{
    /// <summary>An event with its schema, and a column of each type that is converted.</summary>
    public const string WithSchema = """
        {"schema":{"type":"struct","name":"shop.public.orders.Envelope","optional":false,"fields":[
         {"field":"before","type":"struct","optional":true,"fields":[{"field":"id","type":"int32"}]},
         {"field":"after","type":"struct","optional":true,"name":"shop.public.orders.Value","fields":[
          {"field":"id","type":"int32"},
          {"field":"total","type":"bytes","name":"org.apache.kafka.connect.data.Decimal","version":1,
           "parameters":{"scale":"2","connect.decimal.precision":"10"}},
          {"field":"free","type":"struct","name":"io.debezium.data.VariableScaleDecimal","fields":[
           {"field":"scale","type":"int32"},{"field":"value","type":"bytes"}]},
          {"field":"date","type":"int32","name":"io.debezium.time.Date"},
          {"field":"date2","type":"int32","name":"org.apache.kafka.connect.data.Date"},
          {"field":"ts3","type":"int64","name":"io.debezium.time.Timestamp"},
          {"field":"ts6","type":"int64","name":"io.debezium.time.MicroTimestamp"},
          {"field":"ts9","type":"int64","name":"io.debezium.time.NanoTimestamp"},
          {"field":"tsc","type":"int64","name":"org.apache.kafka.connect.data.Timestamp"},
          {"field":"t3","type":"int32","name":"io.debezium.time.Time"},
          {"field":"t6","type":"int64","name":"io.debezium.time.MicroTime"},
          {"field":"t9","type":"int64","name":"io.debezium.time.NanoTime"},
          {"field":"tc","type":"int32","name":"org.apache.kafka.connect.data.Time"},
          {"field":"zoned","type":"string","name":"io.debezium.time.ZonedTimestamp"},
          {"field":"dates","type":"array","items":{"type":"int32","name":"io.debezium.time.Date"}},
          {"field":"days","type":"map","keys":{"type":"string"},"values":{"type":"int32","name":"io.debezium.time.Date"}}]},
         {"field":"source","type":"struct","fields":[{"field":"ts_ms","type":"int64"}]},
         {"field":"op","type":"string"},{"field":"ts_ms","type":"int64"}]},
         "payload":{"before":null,"after":{"id":1001,"total":"B88=","free":{"scale":3,"value":"\/w=="},"date":20513,"date2":-1,
          "ts3":1772366400123,"ts6":1772366400123456,"ts9":-1,"tsc":0,"t3":43200000,"t6":1,"t9":86399999999999,"tc":0,
          "zoned":"2026-03-01T12:00:00Z","dates":[0,null],"days":{"a":1}},
          "source":{"ts_ms":1772366400000},"op":"u","ts_ms":1772366400500}}
        """;
}

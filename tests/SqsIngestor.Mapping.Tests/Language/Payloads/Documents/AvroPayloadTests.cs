using System.Buffers.Binary;
using SqsIngestor.Mapping.Language.Payloads.Avro;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary><c>avro</c>: container files, single objects, values alone, every type, and what is refused.</summary>
public class AvroPayloadTests
{
    private const string Alone = "{ decode: avro, schema: every.avsc }";
    private const string SingleObject = "{ decode: avro, schema: every.avsc, framing: single_object }";

    private const string EveryJson =
        """
        {"n":null,"b":true,"i":-5,"l":1099511627776,"f":0.1,"d":1.1,"by":"AQI=","s":"ü\"","e":"GREEN","a":[1
        ,2,3],"m":{"k":null,"j":"v"},"u":{"x":7,"next":{"x":8,"next":null}},"fx":"3q2+7w==","dec":-123.45,"f
        dec":-12345678901234567890123.4567,"date":"2026-03-01","tm":"12:00:00.500","tu":"12:00:00.500001","t
        s":"2026-03-01T12:00:00Z","tsu":"2026-03-01T12:00:00.000001Z","tsn":"1969-12-31T23:59:59.999999999Z"
        ,"lts":"2026-03-01T12:00:00.500","uuid":"12345678-90ab-cdef-1234-567890abcdef","fuuid":"12345678-90a
        b-cdef-1234-567890abcdef","odd":"x"}
        """;

    [Fact]
    public void Body_EveryType_IsItsJson()
    {
        var expected = EveryJson.Replace("\n", "", StringComparison.Ordinal);

        Assert.Equal(expected, Body(Alone, AvroSamples.Every, out _));
        Assert.Equal(expected, Body(SingleObject, [.. AvroSamples.EveryMarker, .. AvroSamples.Every], out _));
    }

    [Theory]
    [InlineData("null", "63dd24e7cc258f8a")]
    [InlineData("int", "7275d51a3f395c8f")]
    [InlineData("long", "d054e14493f41db7")]
    [InlineData("string", "8f014872634503c7")]
    public void Fingerprint_Primitives_AreThoseOfTheSpecification(string type, string expected)
    {
        Assert.True(AvroSchema.TryRead(System.Text.Encoding.UTF8.GetBytes($"\"{type}\""), null, out var schema, out _));

        Assert.Equal(expected, schema.Fingerprint.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("deflate")]
    [InlineData("snappy")]
    [InlineData("zstandard")]
    public void Bodies_ContainerOfEveryCodec_AreItsRecords(string codec)
    {
        var block = Compress(codec, AvroSamples.Records);
        var run = new PayloadRun("payload: { decode: [base64, avro] }");

        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal(
                ["""{"id":1,"v":null}""", """{"id":-2,"v":"x"}""", """{"id":1,"v":null}""", """{"id":-2,"v":"x"}"""],
                run.Bodies(Convert.ToBase64String(AvroSamples.Container(codec, AvroSamples.Schema, (2, block), (2, block)))));
        }
        block[^1] ^= 1;
        var damaged = AvroSamples.Container(codec, AvroSamples.Schema, (2, block), (2, block));
        Assert.NotEqual("""{"id":-2,"v":"x"}""", run.Bodies(Convert.ToBase64String(damaged))[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100_000)]
    public void Bodies_DeflateWithBytesAfterItsEnd_AreItsRecords(int rest)
    {
        byte[] block = [.. Compress("deflate", AvroSamples.Records), .. Enumerable.Repeat((byte)0xa5, rest)];
        var run = new PayloadRun("payload: { decode: [base64, avro], limits: { max_bytes: 1MiB } }");

        Assert.Equal(
            ["""{"id":1,"v":null}""", """{"id":-2,"v":"x"}""", """{"id":1,"v":null}""", """{"id":-2,"v":"x"}"""],
            run.Bodies(Convert.ToBase64String(AvroSamples.Container("deflate", AvroSamples.Schema, (2, block), (2, block)))));
    }

    [Fact]
    public void Body_DeflateThatIsCutOff_IsRefused()
    {
        var block = Compress("deflate", AvroSamples.Records);

        for (var length = 0; length < block.Length; length++)
        {
            var payload = AvroSamples.Container("deflate", AvroSamples.Schema, (2, block[..length]));
            Assert.Equal("compression", Body("avro", payload, out _));
        }
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("snappy")]
    [InlineData("zstandard")]
    public void Bodies_BlockThatIsABomb_StopsAtTheLimit(string codec)
    {
        var run = new PayloadRun("payload: { decode: [base64, avro], limits: { max_bytes: 1MiB } }");
        var bomb = Compress(codec, new byte[20_000_000]);

        Assert.Equal("body_size", run.Body(Convert.ToBase64String(AvroSamples.Container(codec, AvroSamples.Schema, (2, bomb)))));
    }

    [Theory]
    [InlineData("\"null\"", "")]
    [InlineData("{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}", "")]
    [InlineData("{\"type\":\"array\",\"items\":\"null\"}", "fe ff ff ff ff ff ff ff 7f")]
    public void Bodies_ManyValuesOfNoBytes_StopAtTheLimit(string schema, string data)
    {
        var run = new PayloadRun("payload: { decode: [base64, avro], limits: { max_bytes: 1MiB } }");
        var block = Convert.FromHexString(data.Replace(" ", "", StringComparison.Ordinal));

        var payload = AvroSamples.Container("null", schema, (long.MaxValue, block));

        Assert.Equal("body_size", run.Body(Convert.ToBase64String(payload)));
    }

    [Fact]
    public void Bodies_RecordInItself_StopsAtTheDepth()
    {
        const string Schema = """{"type":"record","name":"E","fields":[{"name":"e","type":"E"}]}""";

        Assert.Equal("body_depth", Body("avro", AvroSamples.Container("null", Schema, (1, [])), out _));
    }

    [Theory]
    [InlineData("", "the schema is not JSON")]
    [InlineData("\"\\ud800\"", "the schema is not well-formed Unicode")]
    [InlineData("1", "the schema has a type that is not a name, an object or a list")]
    [InlineData("\"other\"", "the schema has the name of a type that it does not define")]
    [InlineData("[]", "the schema has a union without types")]
    [InlineData("[[\"int\"]]", "the schema has a union inside a union")]
    [InlineData("{}", "the schema has a type without 'type'")]
    [InlineData("{\"type\":\"array\"}", "the schema has a type or a field without 'items'")]
    [InlineData("{\"type\":\"record\",\"name\":1}", "the schema has a type or a field whose 'name' is not a name")]
    [InlineData(
        "{\"type\":\"fixed\",\"name\":\"a\",\"size\":-1}", "the schema has a fixed whose 'size' is not a number of bytes")]
    [InlineData(
        "{\"type\":\"enum\",\"name\":\"a\",\"symbols\":[1]}", "the schema has an enum whose 'symbols' is not a list of names")]
    public void Bodies_ContainerWithAWrongSchema_IsRefused(string schema, string problem)
    {
        Assert.Equal("body_syntax", Body("avro", AvroSamples.Container("null", schema, (1, [0])), out var detail));
        Assert.Equal("in the step avro: " + problem, detail);
    }

    [Theory]
    [InlineData("\"logicalType\":\"decimal\",\"precision\":4,\"scale\":2", "1.23")]
    [InlineData("\"logicalType\":\"decimal\",\"precision\":4", "123")]
    [InlineData("\"logicalType\":\"decimal\",\"precision\":2,\"scale\":2", "1.23")]
    [InlineData("\"logicalType\":\"decimal\",\"precision\":1,\"scale\":2", "ew==")]
    [InlineData("\"logicalType\":\"decimal\",\"precision\":4,\"scale\":-2", "ew==")]
    [InlineData("\"logicalType\":\"decimal\",\"precision\":4,\"scale\":\"2\"", "ew==")]
    [InlineData("\"logicalType\":\"decimal\",\"precision\":0", "ew==")]
    [InlineData("\"logicalType\":\"decimal\",\"scale\":2", "ew==")]
    [InlineData("\"logicalType\":\"date\"", "ew==")]
    [InlineData("\"logicalType\":1", "ew==")]
    public void Bodies_LogicalTypeThatDoesNotFit_IsIgnored(string logical, string expected)
    {
        var schema = $$"""{"type":"bytes",{{logical}}}""";

        Assert.Equal(expected, Body("avro", AvroSamples.Container("null", schema, (1, [2, 123])), out _));
    }

    [Theory]
    [InlineData(2, "1.23")]
    [InlineData(3, "ew==")]
    public void Bodies_DecimalOfAFixed_HasThePrecisionThatFits(int precision, string expected)
    {
        // 127 is the largest number of a byte, so 99 is the largest with all smaller ones.
        var schema =
            $$"""{"type":"fixed","name":"F","size":1,"logicalType":"decimal","precision":{{precision}},"scale":2}""";

        Assert.Equal(expected, Body("avro", AvroSamples.Container("null", schema, (1, [123])), out _));
    }

    [Fact]
    public void Bodies_LogicalTypeAtTheUseOfANamedType_ChangesNoOther()
    {
        const string Schema =
            """
            {"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":1}},
            {"name":"b","type":{"type":{"type":"F"},"logicalType":"decimal","precision":2}},{"name":"c","type":"F"}]}
            """;

        Assert.Equal(
            """{"a":"AQ==","b":"Ag==","c":"Aw=="}""", Body("avro", AvroSamples.Container("null", Schema, (1, [1, 2, 3])), out _));
    }

    [Theory]
    [InlineData("8080808080808080800000", "0", "a block with more data than records")]
    [InlineData("fffffffffffffffffF01", "-9223372036854775808", "")]
    [InlineData("80808080808080808002", "", "record 1 has an integer of more than 64 bits")]
    [InlineData("fffffffffffffffffF7f", "", "record 1 has an integer of more than 64 bits")]
    [InlineData("ffffffffffffffffff8001", "", "record 1 has an integer of more than 64 bits")]
    [InlineData("808080808080808080", "", "record 1 has less data than its schema needs")]
    public void Bodies_IntegerOfTenBytes_HasAtMost64Bits(string hex, string value, string problem)
    {
        var body = Body("avro", AvroSamples.Container("null", "\"long\"", (1, Convert.FromHexString(hex))), out var detail);

        if (problem.Length == 0) Assert.Equal(value, body);
        else Assert.Equal("in the step avro: " + problem, detail);
    }

    [Fact]
    public void Body_IntegerThatIsTooLong_IsNotCutOff()
    {
        byte[] number = [1, .. Convert.FromHexString("80808080808080808002")];

        Assert.Equal("an integer of more than 64 bits", Problem(Alone, number));
        Assert.Equal("an integer of more than 64 bits", Problem("avro", [.. "Obj\u0001"u8, .. number[1..]]));
    }

    [Fact]
    public void Bodies_SchemaWithAByteOrderMark_IsRead() =>
        Assert.Equal("1", Body("avro", AvroSamples.Container("null", "\uFEFF\"int\"", (1, [2])), out _));

    [Fact]
    public void Bodies_DeepSchema_IsReadToItsLimit()
    {
        Assert.Equal("""{"f":{"f":1}}""", Body("avro", AvroSamples.Container("null", Nested(2), (1, [2])), out _));
        var deep = Body("avro", AvroSamples.Container("null", Nested(60), (1, [2])), out _);
        Assert.StartsWith("""{"f":{"f":""", deep, StringComparison.Ordinal);
        Assert.Equal(
            "the schema has more than 512 levels of objects and lists",
            Problem("avro", AvroSamples.Container("null", Nested(200), (1, [2]))));
    }

    /// <summary>A record in a record, each defined where it is used.</summary>
    private static string Nested(int records) =>
        Enumerable.Range(0, records).Aggregate(
            "\"int\"",
            (inner, i) => $"{{\"type\":\"record\",\"name\":\"R{i}\",\"fields\":[{{\"name\":\"f\",\"type\":{inner}}}]}}");

    [Fact]
    public void Bodies_WrongContainer_SaysWhatIsWrong()
    {
        var whole = AvroSamples.Container("null", AvroSamples.Schema, (2, AvroSamples.Records));
        byte[] other = [.. whole];
        other[^1] ^= 1;

        Assert.Equal("not an object container file", Problem("avro", []));
        Assert.Equal("not an object container file", Problem("avro", AvroSamples.Every));
        Assert.Equal($"cut off after {whole.Length - 16} bytes", Problem("avro", whole[..^1]));
        Assert.Equal("a block that does not end where it should", Problem("avro", other));
        Assert.Equal("no record", Problem("avro", AvroSamples.Container("null", AvroSamples.Schema)));
        Assert.Equal(
            "an unknown codec; it reads null, deflate, snappy and zstandard",
            Problem("avro", AvroSamples.Container("bzip2", AvroSamples.Schema, (1, [0]))));
        Assert.Equal(
            "a block with more data than records",
            Problem("avro", AvroSamples.Container("null", AvroSamples.Schema, (1, AvroSamples.Records))));
        Assert.Equal(
            "record 3 has less data than its schema needs",
            Problem("avro", AvroSamples.Container("null", AvroSamples.Schema, (3, AvroSamples.Records))));
        Assert.Equal(
            "record 1 has a type that the union does not have",
            Problem("avro", AvroSamples.Container("null", AvroSamples.Schema, (1, [2, 4]))));
    }

    [Fact]
    public void Body_WrongValue_SaysWhatIsWrong()
    {
        Assert.Equal("cut off after 0 bytes", Problem(Alone, []));
        Assert.Equal("a boolean that is neither 0 nor 1", Problem(Alone, [2]));
        Assert.Equal("an int of more than 32 bits", Problem(Alone, [1, 0xff, 0xff, 0xff, 0xff, 0x7f]));
        Assert.Equal("bytes after the value", Problem(Alone, [.. AvroSamples.Every, 0]));
        Assert.Equal("bytes after the value", Problem(Alone, [.. AvroSamples.Every, 0, 0, 0, 0, 0]));
        Assert.Equal(
            "a prefix of Confluent's schema registry before the value, which no framing reads",
            Problem(Alone, [0, 0, 0, 1, 2, .. AvroSamples.Every]));
        Assert.Equal("not the single-object encoding", Problem(SingleObject, AvroSamples.Every));
        Assert.Equal("cut off in the fingerprint of the schema", Problem(SingleObject, AvroSamples.EveryMarker[..9]));
        Assert.Equal("a schema that the mapping does not name", Problem(SingleObject, [0xc3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 0]));
    }

    private static byte[] Compress(string codec, byte[] data)
    {
        if (codec == "null") return [.. data];
        if (codec == "zstandard") return Compressed.By("zstd", data);
        if (codec == "deflate") return Compressed.By("deflate", data);
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Of(data));
        return [.. Compressed.By("snappy", data), .. checksum];
    }

    private static string Problem(string step, byte[] payload)
    {
        Assert.Equal("body_syntax", Body(step, payload, out var detail));
        const string Start = "in the step avro: ";
        Assert.StartsWith(Start, detail, StringComparison.Ordinal);
        return detail![Start.Length..];
    }

    private static string Body(string step, byte[] payload, out string? detail)
    {
        var run = new PayloadRun($"payload: {{ decode: [base64, {step}] }}");
        var body = run.Body(Convert.ToBase64String(payload));
        detail = run.Payload.Fault?.Detail;
        return body;
    }
}

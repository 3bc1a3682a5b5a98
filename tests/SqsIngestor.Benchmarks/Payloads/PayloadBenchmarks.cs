using System.Globalization;
using System.Text;
using System.Text.Json;
using Avro;
using Avro.File;
using Avro.Generic;
using CsvHelper;
using SqsIngestor.Benchmarks.Mapping;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Benchmarks.Payloads;

/// <summary>
/// Messages of csv and of Avro made rows, against a plain loop of a library that reads the same data: ratios in one run, one
/// thread. The mapping reads one value of each row, so what counts is the step.
/// </summary>
internal static class PayloadBenchmarks
{
    private const int Rounds = 40;
    private const int Rows = 2_000;
    private const string AvroJson =
        """
        {"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"quantity","type":"int"},
        {"name":"total","type":"double"},{"name":"status","type":["null","string"]},{"name":"gift","type":"boolean"},
        {"name":"placed","type":"long"},{"name":"tags","type":{"type":"array","items":"string"}},
        {"name":"customer","type":{"type":"record","name":"Customer","fields":[{"name":"id","type":"long"},
        {"name":"email","type":"string"}]}}]}
        """;

    private static readonly InvocationContext Invocation = new()
    {
        IngestTime = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };

    public static int Run()
    {
        var csv = Csv();
        var avro = Container();
        var csvRoute = new Route("csv", csv);
        var avroRoute = new Route("[base64, avro]", Convert.ToBase64String(avro));
        var times = Interleaved.Run(
            Rounds,
            ("csv", csvRoute.Encode),
            ("CsvHelper", () => ReadCsv(csv)),
            ("avro", avroRoute.Encode),
            ("Apache.Avro", () => ReadAvro(avro)));
        foreach (var (name, time) in times)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {name,-16} {time.TotalMilliseconds,8:0.00} ms for {Rows} rows"));
        }
        var checks = new[]
        {
            new Check("csv / CsvHelper", times["csv"] / times["CsvHelper"], AtMost: 2.0),
            new Check("avro / Apache.Avro", times["avro"] / times["Apache.Avro"], AtMost: 2.0),
            new Check("bytes allocated per row, csv", csvRoute.AllocatedPerRow(), AtMost: 0),
            new Check("bytes allocated per row, avro", avroRoute.AllocatedPerRow(), AtMost: 0),
        };
        foreach (var check in checks) Console.WriteLine(check);
        return checks.All(c => c.Holds) ? 0 : 1;
    }

    private static string Csv()
    {
        var text = new StringBuilder("id,quantity,total,status,gift,placed,note,email\n");
        for (var i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"order-{i},{i % 7},{i * 1.25},SHIPPED,{i % 2 == 0},2026-03-01T12:00:00Z,");
            text.Append(CultureInfo.InvariantCulture, $"\"two, with \"\"quotes\"\"\",customer-{i}@example.com\n");
        }
        return text.ToString();
    }

    private static byte[] Container()
    {
        var schema = (RecordSchema)Schema.Parse(AvroJson);
        var customer = (RecordSchema)schema["customer"].Schema;
        using var target = new MemoryStream();
        using (var writer = DataFileWriter<GenericRecord>.OpenWriter(new GenericDatumWriter<GenericRecord>(schema), target, true))
        {
            for (var i = 0; i < Rows; i++)
            {
                var owner = new GenericRecord(customer);
                owner.Add("id", (long)i);
                owner.Add("email", string.Create(CultureInfo.InvariantCulture, $"customer-{i}@example.com"));
                var order = new GenericRecord(schema);
                order.Add("id", string.Create(CultureInfo.InvariantCulture, $"order-{i}"));
                order.Add("quantity", i % 7);
                order.Add("total", i * 1.25);
                order.Add("status", i % 3 == 0 ? null : "SHIPPED");
                order.Add("gift", i % 2 == 0);
                order.Add("placed", 1_772_366_400_000L + i);
                order.Add("tags", new[] { "a", "tag" });
                order.Add("customer", owner);
                writer.Append(order);
            }
        }
        return target.ToArray();
    }

    private static void ReadCsv(string text)
    {
        using var parser = new CsvParser(new StringReader(text), CultureInfo.InvariantCulture);
        var length = 0;
        while (parser.Read())
        {
            for (var i = 0; i < parser.Count; i++) length += parser[i].Length;
        }
        if (length == 0) throw new InvalidOperationException("The library has read nothing.");
    }

    private static void ReadAvro(byte[] container)
    {
        using var reader = DataFileReader<GenericRecord>.OpenReader(new MemoryStream(container));
        var count = 0;
        while (reader.HasNext())
        {
            if (reader.Next() is not null) count++;
        }
        if (count != Rows) throw new InvalidOperationException($"The library has read {count} records.");
    }

    /// <summary>An event of one message, and its encoder, warm.</summary>
    private sealed class Route
    {
        private readonly byte[] _event;
        private readonly MappingPlan _plan;
        private readonly RecordEncoder _encoder;
        private readonly SourceMessage _message;

        public Route(string steps, string body)
        {
            _event = Encoding.UTF8.GetBytes($$"""
                {"Records":[{"messageId":"m","receiptHandle":"r","body":{{JsonSerializer.Serialize(body)}},"attributes":{},
                "messageAttributes":{},"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:q",
                "awsRegion":"us-east-1"}]}
                """);
            var mapping = "version: 1\ndescriptor: bench_body\ncolumns: { order_id: $.body.id }\n" +
                "ignore: [type, status, placed_at, total, currency, customer, quantity, weight, is_gift, tags, source]\n" +
                $"payload: {{ decode: {steps} }}\n";
            var set = new Google.Protobuf.Reflection.FileDescriptorSet { File = { BenchBody.Descriptor.File.ToProto() } };
            var bytes = Google.Protobuf.MessageExtensions.ToByteArray(set);
            var (plan, diagnostics) = MappingCompiler.Compile(Encoding.UTF8.GetBytes(mapping), "benchmark.yaml",
                new MappingCompilerOptions { TableName = "main.bench.t", Descriptors = name => new DescriptorFile(name, bytes) });
            _plan = plan ?? throw new InvalidOperationException(DiagnosticWriter.Write(diagnostics));
            (_encoder, _message) = (_plan.CreateEncoder(), _plan.CreateMessage());
        }

        public void Encode()
        {
            var reader = new SqsEventReader(_event, _event.Length);
            while (reader.Read(_message))
            {
                if (_encoder.Encode(_message, Invocation) != EncodeOutcome.Rows)
                {
                    throw new InvalidOperationException(_encoder.Error!.ToString());
                }
            }
        }

        /// <summary>The reader of an event is one object; what is left after it is per row.</summary>
        public double AllocatedPerRow()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = new SqsEventReader(_event, _event.Length);
            var reader = GC.GetAllocatedBytesForCurrentThread() - before;
            before = GC.GetAllocatedBytesForCurrentThread();
            Encode();
            return (double)(GC.GetAllocatedBytesForCurrentThread() - before - reader) / Rows;
        }
    }
}

using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>
/// The start of the function waits for the compilation. There, memory costs more than work: the first use of each page of the
/// heap is a page fault, and what fills generation 0 is a collection.
/// </summary>
public sealed class CompileMemoryTests
{
    private const int Columns = 200;

    [Fact]
    public void Compile_TwoHundredColumns_TakesAtMostSixThousandBytesForEach()
    {
        var mapping = new StringBuilder("version: 1\ndescriptor: wide.binpb\ncolumns:\n");
        var message = new DescriptorProto { Name = "table_wide" };
        for (var i = 0; i < Columns; i++)
        {
            mapping.Append(System.Globalization.CultureInfo.InvariantCulture, $"  c{i}: $.body.section{i / 20}.value{i}\n");
            message.Field.Add(new FieldDescriptorProto
            {
                Name = $"c{i}",
                Number = i + 1,
                Label = FieldDescriptorProto.Types.Label.Optional,
                Type = i % 2 == 0 ? FieldDescriptorProto.Types.Type.String : FieldDescriptorProto.Types.Type.Int64,
            });
        }
        var file = new FileDescriptorProto { Name = "wide.proto", Syntax = "proto2", MessageType = { message } };
        var descriptors = new FileDescriptorSet { File = { file } }.ToByteArray();
        var yaml = mapping.ToString();

        var taken = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var compilation = TestPlans.Compile(yaml, descriptors);
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.NotNull(compilation.Plan);
            return bytes;
        });

        Assert.InRange(taken / Columns, 1, 6_000);
    }
}

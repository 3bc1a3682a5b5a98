using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>A table of 200 columns, with its descriptor and its mapping as files, for as long as the run takes.</summary>
internal sealed class WideMapping : IDisposable
{
    private const int Columns = 200;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sqs-ingestor-wide-");

    public WideMapping()
    {
        var message = new DescriptorProto { Name = "table_wide" };
        var (mapping, columns) = (new StringBuilder("version: 1\ndescriptor: wide.binpb\ncolumns:\n"), new List<string>());
        for (var i = 0; i < Columns; i++)
        {
            var isText = i % 2 == 0;
            message.Field.Add(new FieldDescriptorProto
            {
                Name = $"c{i}",
                Number = i + 1,
                Label = FieldDescriptorProto.Types.Label.Optional,
                Type = isText ? FieldDescriptorProto.Types.Type.String : FieldDescriptorProto.Types.Type.Int64,
            });
            mapping.Append(System.Globalization.CultureInfo.InvariantCulture, $"  c{i}: $.body.section{i / 20}.value{i}\n");
            columns.Add($"c{i} {(isText ? "STRING" : "BIGINT")}");
        }
        var set = new FileDescriptorSet
        {
            File = { new FileDescriptorProto { Name = "wide.proto", Syntax = "proto2", MessageType = { message } } },
        };
        File.WriteAllBytes(Path.Combine(Folder, "wide.binpb"), set.ToByteArray());
        File.WriteAllText(Mapping, mapping.ToString());
        Sql = $"CREATE TABLE wide ({string.Join(", ", columns)})";
    }

    public string Folder => _folder.FullName;

    public string Mapping => Path.Combine(Folder, "wide.yaml");

    public string Sql { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}

using CsCheck;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Descriptors;

public class DescriptorSetTests
{
    private static readonly string Folder = RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos");

    public static TheoryData<string> Protos() =>
        [
            .. Directory.GetFiles(RepositoryFiles.PathOf("descriptors"), "*.proto")
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Protos))]
    public void Binpb_RecompiledFromItsProto_IsTheSame(string name) =>
        Assert.Equal(
            Protoc.Compile(RepositoryFiles.PathOf("descriptors"), includeImports: true, name + ".proto"),
            RepositoryFiles.Read("descriptors", name + ".binpb"));

    [Fact]
    public void Load_FilesInReverseOrder_Links()
    {
        var set = FileDescriptorSet.Parser.ParseFrom(Protoc.Compile(Folder, includeImports: true, "every_type.proto"));
        var reversed = new FileDescriptorSet { File = { set.File.Reverse() } };

        var loaded = DescriptorSet.Load(reversed.ToByteArray(), "x.binpb", out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.NotNull(loaded?.Find("tests.every.EveryType"));
        Assert.NotNull(loaded.Find(".tests.every.EveryType.Node"));
    }

    [Fact]
    public void Load_WithoutImportsOfWellKnownFiles_Links()
    {
        var set = FileDescriptorSet.Parser.ParseFrom(Protoc.Compile(Folder, includeImports: true, "every_type.proto"));
        set.File.Remove(set.File.Single(f => f.Name == "google/protobuf/timestamp.proto"));

        Assert.NotNull(DescriptorSet.Load(set.ToByteArray(), "x.binpb", out _));
    }

    [Fact]
    public void Load_ImportMissing_NamesItAndTheOption()
    {
        var loaded =
            DescriptorSet.Load(Protoc.Compile(Folder, includeImports: false, "every_type.proto"), "x.binpb", out var diagnostics);

        Assert.Null(loaded);
        Assert.Equal(
            "x.binpb: error MAP202: 'every_type.proto' imports 'imported.proto', which is not in the set",
            Assert.Single(diagnostics).ToString());
    }

    [Fact]
    public void Load_ImportsInACircle_SaysSo()
    {
        var set = new FileDescriptorSet
        {
            File =
            {
                new FileDescriptorProto { Name = "a.proto", Dependency = { "b.proto" } },
                new FileDescriptorProto { Name = "b.proto", Dependency = { "a.proto" } },
            },
        };

        DescriptorSet.Load(set.ToByteArray(), "x.binpb", out var diagnostics);

        Assert.Equal(DiagnosticCodes.DescriptorInvalid, Assert.Single(diagnostics).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a descriptor")]
    [InlineData("syntax = \"proto2\";")]
    public void Load_OtherBytes_SaysThatItIsNoDescriptorSet(string text)
    {
        Assert.Null(DescriptorSet.Load(System.Text.Encoding.UTF8.GetBytes(text), "x.binpb", out var diagnostics));
        Assert.Equal(DiagnosticCodes.NotADescriptorSet, Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void Load_SingleFileDescriptor_SaysThatItIsNoDescriptorSet()
    {
        var single = table_sqs_messages.Descriptor.File.SerializedData;

        Assert.Null(DescriptorSet.Load(single.Span, "x.binpb", out var diagnostics));
        Assert.Equal(DiagnosticCodes.NotADescriptorSet, Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void Load_FieldOfUnknownType_SaysThatItDoesNotLink()
    {
        var field = new FieldDescriptorProto
        {
            Name = "f",
            Number = 1,
            Type = FieldDescriptorProto.Types.Type.Message,
            TypeName = ".Nowhere",
        };
        var message = new DescriptorProto { Name = "M", Field = { field } };
        var set = new FileDescriptorSet { File = { new FileDescriptorProto { Name = "a.proto", MessageType = { message } } } };

        Assert.Null(DescriptorSet.Load(set.ToByteArray(), "x.binpb", out var diagnostics));
        Assert.Equal(DiagnosticCodes.DescriptorInvalid, Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void Load_MutatedSets_NeverThrows()
    {
        var original = RepositoryFiles.Read("descriptors", "sqs_messages.binpb");
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte, Gen.Int[1, original.Length]).Sample((at, value, length) =>
        {
            var mutated = original[..length];
            if (at < length) mutated[at] = value;
            var loaded = DescriptorSet.Load(mutated, "x.binpb", out var diagnostics);
            return loaded is not null || diagnostics.Count > 0;
        }, iter: HostileCases.Count);
    }
}

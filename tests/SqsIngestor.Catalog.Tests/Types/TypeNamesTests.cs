using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Tests.Types;

public sealed class TypeNamesTests
{
    [Fact]
    public void Of_EveryKind_IsItsRow() =>
        Assert.All(Enum.GetValues<DeltaKind>(), kind => Assert.Equal(kind, TypeNames.Of(kind).Kind));

    [Fact]
    public void ProtobufTypes_EveryKind_HasItsRow() =>
        Assert.Equal(Enum.GetValues<DeltaKind>(), ProtobufTypes.All.Select(row => row.Kind));
}

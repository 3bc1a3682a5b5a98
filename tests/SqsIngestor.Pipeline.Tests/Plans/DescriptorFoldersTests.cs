using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Plans;

public sealed class DescriptorFoldersTests : IDisposable
{
    private readonly TemporaryFolder _layer = new();
    private readonly TemporaryFolder _package = new();

    public void Dispose()
    {
        _layer.Dispose();
        _package.Dispose();
    }

    private DescriptorFolders Folders => new([_layer.Path, _package.Path]);

    [Fact]
    public void Read_InBoth_IsTheFirst()
    {
        _layer.Write("orders.binpb", [1]);
        _package.Write("orders.binpb", [2]);

        Assert.Equal([1], Folders.Read("orders.binpb").Bytes);
    }

    [Fact]
    public void Read_InTheSecondOnly_IsFoundThere()
    {
        var path = _package.Write("orders.binpb", [2]);

        var descriptor = Folders.Read("orders.binpb");

        Assert.Equal(path, descriptor.Path);
        Assert.Equal([2], descriptor.Bytes);
    }

    [Fact]
    public void Read_InNeither_NamesBothPlaces()
    {
        var descriptor = Folders.Read("orders.binpb");

        Assert.Null(descriptor.Bytes);
        Assert.Equal($"{_layer.Path}/orders.binpb", descriptor.Path);
        Assert.Equal($"it does not exist, and {_package.Path}/orders.binpb does not exist either", descriptor.Error);
    }

    [Fact]
    public void Read_OneSetInsteadOfAFolder_TakesThePlaceOfTheMappings()
    {
        var path = _layer.Write("all.binpb", [3]);

        Assert.Equal([3], new DescriptorFolders([path]).Read("orders.binpb").Bytes);
    }

    [Fact]
    public void ReadBeside_OneSetInsteadOfAFolder_ReadsTheFolderOfTheSet()
    {
        var path = _layer.Write("all.binpb", [3]);
        _layer.Write("orders.avsc", [4]);

        Assert.Equal([4], new DescriptorFolders([path]).ReadBeside("orders.avsc").Bytes);
        Assert.Equal([4], Folders.ReadBeside("orders.avsc").Bytes);
    }
}

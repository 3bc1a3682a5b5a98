using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Journals;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Journals;

public sealed class EnvironmentSlotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Place => _folder["slot"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Take_ByTwoOwners_RefusesTheSecondUntilTheFirstEnds()
    {
        var first = EnvironmentSlot.Take(Place);

        var error = Assert.Throws<FunctionException>(() => EnvironmentSlot.Take(Place));
        first.Dispose();
        using var second = EnvironmentSlot.Take(Place);

        Assert.Equal(FunctionErrorTypes.ConfigurationInvalid, error.ErrorType);
        Assert.Contains("DELIVERY_FOLDER: another process", error.Message, StringComparison.Ordinal);
        Assert.Contains(Place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_NewFolder_IsForItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows()) return;
        using var slot = EnvironmentSlot.Take(Place);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Place));
    }

    [Fact]
    public void Take_FolderThatOthersCanUse_IsRefused()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Place);
        File.SetUnixFileMode(Place, (UnixFileMode)0b111_111_111);

        var error = Assert.Throws<FunctionException>(() => EnvironmentSlot.Take(Place));

        Assert.Contains("others than its owner can use it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_PlaceIsAFile_IsRefused()
    {
        _folder.Write("slot", "");

        Assert.Throws<FunctionException>(() => EnvironmentSlot.Take(Place));
    }
}

using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>The images of one row before and after a change: what is known of one is known of the other.</summary>
public sealed class InferImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A price of 20 and a note that is null, by chance, in the few old images of the samples.</summary>
    [Theory]
    [InlineData(
        """{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"a"}},"NewImage":{"id":{"S":"a"},"price":{"N":"19.99"}}}}""",
        """
        {"eventName":"MODIFY","dynamodb":{"Keys":{"id":{"S":"b"}},"OldImage":{"id":{"S":"b"},"price":{"N":"20"}},
         "NewImage":{"id":{"S":"b"},"price":{"N":"20"},"note":{"S":"x"}}}}
        """,
        """
        {"eventName":"REMOVE","dynamodb":{"Keys":{"id":{"S":"a"}},
         "OldImage":{"id":{"S":"a"},"price":{"N":"19.99"},"note":{"S":"y"}}}}
        """,
        "dynamodb.old_image")]
    [InlineData(
        """{"op":"u","before":{"id":1,"price":20},"after":{"id":1,"price":19.99,"note":"x"},"source":{"table":"t"}}""",
        """{"op":"u","before":{"id":2,"price":20},"after":{"id":2,"price":20},"source":{"table":"t"}}""",
        """{"op":"d","before":{"id":1,"price":19.99,"note":"y"},"after":null,"source":{"table":"t"}}""", "before")]
    public async Task Infer_FewOldImages_TakeTheRowsOfLaterDeletes(string first, string second, string later, string image)
    {
        var columns = await InferAsync(first, second);

        Assert.Equal(("DECIMAL(18,4)", "STRING"), (columns[$"{image}.price"], columns[$"{image}.note"]));
        var encode = await RunAsync("encode", _folder["mappings", "t.yaml"], "--body", later);
        Assert.Equal((0, ""), (encode.ExitCode, encode.Errors));
    }

    [Fact]
    public async Task Infer_NoOldImage_HasTheFieldsOfTheNewOne()
    {
        var columns = await InferAsync("""{"op":"c","before":null,"after":{"id":1,"name":"x"},"source":{"table":"t"}}""");

        Assert.Equal(("STRUCT", "BIGINT", "STRING"), (columns["before"], columns["before.id"], columns["before.name"]));
    }

    /// <summary>A key that only some records have in an image has one type in both.</summary>
    [Fact]
    public async Task Infer_KeysWithoutImages_HaveTheTypeOfAll()
    {
        var columns = await InferAsync(
            """{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"N":"1"}},"NewImage":{"id":{"N":"1"},"a":{"S":"x"}}}}""",
            """{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"N":"1.5"}}}}""");

        Assert.Equal("DECIMAL(18,4)", columns["dynamodb.keys.id"]);
        Assert.Equal("DECIMAL(18,4)", columns["dynamodb.new_image.id"]);
        Assert.DoesNotContain("dynamodb.keys.a", columns.Keys);
    }

    private Task<Dictionary<string, string>> InferAsync(params string[] messages) => InferredTypes.ReadAsync(_folder, messages);

    private static Task<CommandResult> RunAsync(params string[] arguments) => InProcessProgram.RunAsync(arguments);
}

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SqsIngestor.Zerobus.Contract.Details;
using SqsIngestor.Zerobus.Internal.Errors;
using Status = Grpc.Core.Status;

namespace SqsIngestor.Zerobus.Tests.Internal.Errors;

public sealed class ErrorDetailsTests
{
    [Fact]
    public void Of_SeveralInfos_ReadsEachPart()
    {
        var error = ErrorDetails.Of(
            Error(
                Info("SCHEMA_VALIDATION_FAILED", ("error_code", "8001"), ("causes", "TYPE_INCOMPATIBLE, FIELD_NOT_IN_TABLE")),
                Info("FIELD_OUT_OF_ORDER", ("column", "address.city"))),
            withColumn: true)!;

        Assert.Equal(("SCHEMA_VALIDATION_FAILED", 8001, "address.city"), (error.Reason, error.Code, error.Column));
        Assert.Equal(["TYPE_INCOMPATIBLE", "FIELD_NOT_IN_TABLE", "FIELD_OUT_OF_ORDER"], error.Causes);
    }

    [Fact]
    public void Of_OpenStream_HasNoColumn() =>
        Assert.Null(ErrorDetails.Of(Error(Info("X_Y", ("column", "name"))), withColumn: false)!.Column);

    [Theory]
    [InlineData("SECRET42")]
    [InlineData("hunter2 of Alice")]
    [InlineData("412345678")]
    [InlineData("cannot parse SECRET as INT at column HUNTER")]
    [InlineData("FIELD_NOT_IN_TABLE: hunter2")]
    [InlineData("{\"password\":\"hunter2\"}")]
    public void Describe_ServiceQuotesARecordInTheMetadata_IsDropped(string quoted)
    {
        var error = ErrorDetails.Of(
            Error(Info("SCHEMA_VALIDATION_FAILED", ("error_code", quoted), ("cause", quoted), ("message", quoted))),
            withColumn: false);

        Assert.DoesNotContain("hunter2", ErrorDetails.Describe(error), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", ErrorDetails.Describe(error), StringComparison.Ordinal);
        Assert.DoesNotContain("412345678", ErrorDetails.Describe(error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lower_case")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("WITH SPACE")]
    [InlineData("AVERYLONGREASONTHATIS_LONGERTHANTHEDEFINITIONOFERRORINFOALLOWSIT")]
    public void Of_ReasonThatIsNoConstant_IsDropped(string reason) =>
        Assert.Equal("", ErrorDetails.Of(Error(Info(reason)), withColumn: true)!.Reason);

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a\nb")]
    public void Of_ColumnThatIsNoName_IsDropped(string column) =>
        Assert.Null(ErrorDetails.Of(Error(Info("X_Y", ("column", column))), withColumn: true)!.Column);

    [Fact]
    public void Of_ColumnBeyond255Characters_IsDropped() =>
        Assert.Null(ErrorDetails.Of(Error(Info("X_Y", ("column", new string('c', 256)))), withColumn: true)!.Column);

    [Fact]
    public void Of_NoTrailerOrNoInfo_IsNull()
    {
        Assert.Null(ErrorDetails.Of(null, withColumn: true));
        Assert.Null(ErrorDetails.Of(new IOException(), withColumn: true));
        Assert.Null(ErrorDetails.Of(new RpcException(new Status(StatusCode.Internal, "x")), withColumn: true));
        Assert.Null(ErrorDetails.Of(Error(), withColumn: true));
    }

    [Fact]
    public void Of_BytesOfChance_IsNullOrHasTheForm()
    {
        var random = new Random(3);
        var good = Bytes(Info("SCHEMA_VALIDATION_FAILED", ("error_code", "8001"), ("cause", "TYPE_INCOMPATIBLE")));
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var damage = random.Next(1, 4); damage > 0; damage--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) bytes = bytes[..random.Next(1, bytes.Length)];

            var error = ErrorDetails.Of(Error(bytes), withColumn: true);

            Assert.All(error?.Causes ?? [], static cause => Assert.Equal("TYPE_INCOMPATIBLE", cause));
            Assert.Matches("^[A-Z0-9_]*$", error?.Reason ?? "");
        }
    }

    private static ErrorInfo Info(string reason, params (string Key, string Value)[] metadata)
    {
        var info = new ErrorInfo { Reason = reason, Domain = "zerobus" };
        foreach (var (key, value) in metadata) info.Metadata[key] = value;
        return info;
    }

    private static byte[] Bytes(params ErrorInfo[] infos) => new Contract.Details.Status
    {
        Code = 3,
        Message = "quotes",
        Details = { infos.Select(info => Any.Pack(info)) },
    }.ToByteArray();

    private static RpcException Error(params ErrorInfo[] infos) => Error(Bytes(infos));

    private static RpcException Error(byte[] bytes) =>
        new(new Status(StatusCode.InvalidArgument, "refused"), new Metadata { { ErrorDetails.Trailer, bytes } });
}

using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace SqsIngestor.Emulator.Rest;

/// <summary>The service refuses a request: an HTTP status, an <c>error_code</c> and a message.</summary>
internal sealed class RestException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}

/// <summary>The errors of REST inserts. Those that a stream has too are its gRPC errors in another form.</summary>
internal static class RestError
{
    private const string Invalid = "INVALID_PARAMETER_VALUE";

    public static RestException WrongContentType() =>
        new(StatusCodes.Status415UnsupportedMediaType, Invalid, "the content type must be application/json, without an encoding");

    public static RestException TooLarge(int most) =>
        new(StatusCodes.Status413PayloadTooLarge, Invalid, $"the body has more than {most} bytes");

    public static RestException NotJson() => BadRequest("the body is not JSON");

    public static RestException NotArray() =>
        BadRequest("the body must be a JSON array of objects, one for each record; write one record as [{…}]");

    public static RestException BadRecord(int index, string problem) => BadRequest($"record {index}: {problem}");

    /// <summary>The REST form of an error of a stream.</summary>
    public static RestException Of(Status status)
    {
        var (http, code) = status.StatusCode switch
        {
            StatusCode.InvalidArgument or StatusCode.OutOfRange => (StatusCodes.Status400BadRequest, Invalid),
            StatusCode.Unauthenticated => (StatusCodes.Status401Unauthorized, "UNAUTHENTICATED"),
            StatusCode.PermissionDenied => (StatusCodes.Status403Forbidden, "PERMISSION_DENIED"),
            StatusCode.NotFound => (StatusCodes.Status404NotFound, "NOT_FOUND"),
            StatusCode.ResourceExhausted => (StatusCodes.Status429TooManyRequests, "RESOURCE_EXHAUSTED"),
            StatusCode.Unimplemented => (StatusCodes.Status501NotImplemented, "NOT_IMPLEMENTED"),
            StatusCode.Unavailable => (StatusCodes.Status503ServiceUnavailable, "TEMPORARILY_UNAVAILABLE"),
            StatusCode.DeadlineExceeded => (StatusCodes.Status504GatewayTimeout, "DEADLINE_EXCEEDED"),
            _ => (StatusCodes.Status500InternalServerError, "INTERNAL_ERROR"),
        };
        return new RestException(http, code, status.Detail);
    }

    private static RestException BadRequest(string message) => new(StatusCodes.Status400BadRequest, Invalid, message);
}

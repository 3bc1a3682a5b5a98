using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Logging;

/// <summary>
/// A row of the reference of log events. Ids are unique over the product: the Zerobus client has 1000 to 1999, the pipeline 2000
/// to 2999, the Lambda program 3000 to 3999, the emulator 4000 to 4999. An id keeps its meaning for good.
/// </summary>
/// <param name="Id">The field <c>eventId</c> of a JSON line.</param>
/// <param name="Name">The field <c>event</c> of a JSON line, in Pascal case.</param>
/// <param name="Level">The level.</param>
/// <param name="Meaning">What happened, one or two sentences.</param>
/// <param name="Action">What to do, one or two sentences.</param>
internal sealed record LogEvent(int Id, string Name, LogLevel Level, string Meaning, string Action);

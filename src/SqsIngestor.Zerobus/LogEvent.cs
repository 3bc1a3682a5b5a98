using Microsoft.Extensions.Logging;

namespace SqsIngestor.Zerobus;

/// <summary>
/// A row of the reference of log events. Ids are unique over the product: the Zerobus client has 1000 to 1999, the pipeline 2000
/// to 2999, the Lambda program 3000 to 3999, the emulator 4000 to 4999. An id never changes its meaning.
/// </summary>
/// <param name="Id">The event id; the field <c>eventId</c> of a JSON line.</param>
/// <param name="Name">The event name, in Pascal case; the field <c>event</c> of a JSON line. Stable, as the id.</param>
/// <param name="Level">The level of every line with this id.</param>
/// <param name="Meaning">What happened, one or two sentences.</param>
/// <param name="Action">What to do, one or two sentences; "Nothing." if nothing is needed.</param>
/// <param name="See">The reference page to read next, without <c>.md</c>; null for none.</param>
public sealed record LogEvent(int Id, string Name, LogLevel Level, string Meaning, string Action, string? See = null);

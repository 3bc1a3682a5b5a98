namespace SqsIngestor.Mapping.Inspection;

/// <summary>
/// Finds the times of a record that are outside the years <see cref="FirstYear"/> to <see cref="LastYear"/>, in columns without
/// <c>not_before</c> and <c>not_after</c>: nearly always, the unit of the time is wrong.
/// </summary>
internal static class PlausibleTimes
{
    /// <summary>The first plausible year.</summary>
    public const int FirstYear = 2000;

    /// <summary>The last plausible year.</summary>
    public const int LastYear = 2100;

    /// <summary>A sentence about each column with such a time, by its first one.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<WireField> fields, FieldMeanings? meanings) =>
        Find(fields, meanings, "", isEntry: false).DistinctBy(found => found.Column)
            .Select(found => $"{found.Column}: {Sentence(found.Time)}");

    /// <summary>A sentence about the first such time of one field's occurrences; null for none.</summary>
    /// <param name="occurrences">All of them.</param>
    /// <param name="meaning">The meaning of the field.</param>
    /// <param name="withParts">Looks at the fields below it too.</param>
    public static string? Warning(IReadOnlyList<WireField> occurrences, FieldMeanings? meaning, bool withParts)
    {
        var times = occurrences.SelectMany(occurrence => Scalars(occurrence, meaning));
        if (withParts)
        {
            times = times.Concat(
                occurrences.SelectMany(o => Find(o.Fields ?? [], meaning, "", isEntry: false).Select(found => found.Time)));
        }
        return times.FirstOrDefault() is { } time ? Sentence(time) : null;
    }

    private static string Sentence(string time) =>
        $"{time} is outside the years {FirstYear} to {LastYear}; check the unit, or set 'not_before' and 'not_after'";

    private static IEnumerable<(string Column, string Time)> Find(
        IReadOnlyList<WireField> fields, FieldMeanings? meanings, string path, bool isEntry) =>
        fields.SelectMany(occurrence =>
        {
            var meaning = meanings?.Below(occurrence.Field);
            // An entry of a MAP has the name of the MAP.
            var name = isEntry ? path : path + (path.Length == 0 ? "" : ".") + occurrence.Field.Name;
            return Scalars(occurrence, meaning).Select(time => (name, time))
                .Concat(Find(occurrence.Fields ?? [], meaning, name, occurrence.Field.IsMap));
        });

    private static IEnumerable<string> Scalars(WireField occurrence, FieldMeanings? meaning) =>
        meaning is { HasBounds: false, Own.TimeText: { } text }
            ? occurrence.Scalars.OfType<long>().Select(text).OfType<string>().Where(IsStrange)
            : [];

    /// <summary>Whether the year of a time is strange.</summary>
    private static bool IsStrange(string time) =>
        int.Parse(time.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture) is < FirstYear or > LastYear;
}

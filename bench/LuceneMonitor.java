import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.MatchingQueries;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.MultipassTermFilteredPresearcher;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.RegexpQueryHandler;
import org.apache.lucene.monitor.TermWeightor;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.spans.SpanNearQuery;
import org.apache.lucene.search.spans.SpanQuery;
import org.apache.lucene.search.spans.SpanTermQuery;

/**
 * Lucene Monitor as a program: QUERIES POSTS, both tab-separated, then lines "FROM COUNT" on standard input.
 * Each is answered by the nanoseconds that matching took and the ids that each post matched, one post a line.
 *
 * Queries: id, groups (words parted by a space, groups by a semicolon; word* is a prefix), not, phrase, near, field=value.
 * Posts: body, author, languages, sites (values parted by a space).
 * Setting: the best found for this mix: two passes, weights by length and frequency, prefixes through the regexp handler.
 */
public final class LuceneMonitor {
  public static void main(String[] args) throws IOException {
    List<String> posts = Files.readAllLines(Path.of(args[1]), StandardCharsets.UTF_8);
    Map<String, Integer> frequencies = new HashMap<>();
    for (String post : posts)
      for (String word : post.split("\t", -1)[0].split(" ")) frequencies.merge(word, 1, Integer::sum);
    TermWeightor weightor =
        TermWeightor.combine(TermWeightor.lengthWeightor(3, 0.3f), TermWeightor.termFreqWeightor(frequencies, 100, 0.8));
    Monitor monitor =
        new Monitor(
            new WhitespaceAnalyzer(),
            new MultipassTermFilteredPresearcher(
                2, 0, weightor, List.of(new RegexpQueryHandler()), Collections.emptySet()));
    long begin = System.nanoTime();
    List<MonitorQuery> batch = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8)) {
      batch.add(new MonitorQuery(line.substring(0, line.indexOf('\t')), query(line.split("\t", -1))));
      if (batch.size() == 5000) {
        monitor.register(batch);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) monitor.register(batch);
    System.out.println("ready " + (System.nanoTime() - begin));
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      String[] parts = command.split(" ");
      answer(monitor, posts, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
    monitor.close();
  }

  private static void answer(Monitor monitor, List<String> posts, int from, int count) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (int at = from; at < from + count; at++) documents.add(document(posts.get(at).split("\t", -1)));
    List<MatchingQueries<QueryMatch>> found = new ArrayList<>();
    long begin = System.nanoTime();
    for (Document document : documents) found.add(monitor.match(document, QueryMatch.SIMPLE_MATCHER));
    StringBuilder out = new StringBuilder("time ").append(System.nanoTime() - begin).append('\n');
    for (MatchingQueries<QueryMatch> matches : found) {
      for (QueryMatch match : matches.getMatches()) out.append(match.getQueryId()).append(' ');
      out.append('\n');
    }
    System.out.print(out);
    System.out.flush();
  }

  private static Document document(String[] post) {
    Document document = new Document();
    document.add(new TextField("body", post[0], Field.Store.NO));
    document.add(new StringField("author", post[1], Field.Store.NO));
    for (String lang : post[2].split(" ")) document.add(new StringField("lang", lang, Field.Store.NO));
    for (String site : post[3].split(" ")) document.add(new StringField("site", site, Field.Store.NO));
    return document;
  }

  private static Query query(String[] line) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    if (!line[1].isEmpty())
      for (String group : line[1].split(";")) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String word : group.split(" ")) any.add(word(word), Occur.SHOULD);
        all.add(any.build(), Occur.MUST);
      }
    if (!line[2].isEmpty()) all.add(word(line[2]), Occur.MUST_NOT);
    if (!line[3].isEmpty()) all.add(new PhraseQuery("body", line[3].split(" ")), Occur.MUST);
    if (!line[4].isEmpty()) {
      String[] words = line[4].split(" ");
      SpanQuery left = new SpanTermQuery(new Term("body", words[0]));
      SpanQuery right = new SpanTermQuery(new Term("body", words[1]));
      all.add(new SpanNearQuery(new SpanQuery[] {left, right}, 5, false), Occur.MUST);
    }
    if (!line[5].isEmpty()) {
      int equals = line[5].indexOf('=');
      all.add(new TermQuery(new Term(line[5].substring(0, equals), line[5].substring(equals + 1))), Occur.MUST);
    }
    return all.build();
  }

  private static Query word(String word) {
    if (!word.endsWith("*")) return new TermQuery(new Term("body", word));
    return new RegexpQuery(new Term("body", word.substring(0, word.length() - 1) + ".*"));
  }
}

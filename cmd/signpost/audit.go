package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/report"
	"github.com/seed-3913a1bb/signpost/audit/store"
	"github.com/seed-3913a1bb/signpost/audit/triage"
)

type auditFlags struct {
	triageFlags
	cureFlags
	format, progress, color string
	configFile, userAgent   string
	outputs                 []string
	asJSON, all, bom, dry   bool
	maxURLs                 int
	maxDuration             time.Duration
	confirmAfter            time.Duration
	crawl                   crawlFlags
}

func newAudit(streams streams) *cobra.Command {
	var f auditFlags
	cmd := &cobra.Command{
		Use: "audit URL...", Short: "Crawl a site and report statuses that hurt indexing", GroupID: "audit",
		Long: "Crawls the site politely, asks failures a second time, and reports what search\n" +
			"engines and visitors suffer from.\n\n" + exitCodeHelp,
		Example: "  signpost audit https://shop.example/\n" +
			"  signpost audit https://shop.example/ --format json --output report.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && f.crawl.list == "" {
				return usageError("%s needs an address, for example https://shop.example/", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o, plan, err := f.options(cmd, streams.in, args)
			if err != nil {
				return err
			}
			if f.dry {
				return dryRun(cmd.Context(), streams.out, f.format, o)
			}
			return runAudit(cmd.Context(), streams, f, o, plan)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "text", formHelp())
	flags.BoolVar(&f.asJSON, "json", false, "the same as --format json")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "file for the report, or FORM=FILE as in html=report.html; repeatable; - is stdout")
	flags.BoolVar(&f.bom, "bom", false, "csv: begin with a byte order mark")
	flags.StringVar(&f.progress, "progress", "auto", "how far the run is, on stderr: auto, tty, plain, json or none")
	flags.StringVar(&f.color, "color", "auto", "auto, always or never; NO_COLOR and CLICOLOR_FORCE count as well")
	f.triageFlags.add(cmd)
	f.cureFlags.add(cmd)
	flags.BoolVar(&f.all, "all", false, "text: show every example, not ten a group")
	flags.BoolVar(&f.dry, "dry-run", false, "tell what would be asked: reads robots.txt and sitemaps, and no page")
	flags.IntVar(&f.maxURLs, "max-urls", audit.DefaultMaxURLs, "addresses to ask at most; 0 for no limit")
	flags.DurationVar(&f.maxDuration, "max-duration", audit.DefaultMaxDuration, "how long the crawl may take; 0 for no limit")
	flags.DurationVar(&f.confirmAfter, "confirm-after", 0, "wait before asking a failure again (default 30s, 250ms on loopback)")
	flags.StringVar(&f.configFile, "config", "", "configuration whose audit block counts where no flag does (default the one that serve finds)")
	f.crawl.register(cmd)
	cmd.AddCommand(newAuditSchema(streams))
	return cmd
}

// options checks the flags and turns them into the audit's own options, where
// a limit that nobody asked for is 0.
func (f *auditFlags) options(cmd *cobra.Command, stdin io.Reader, seeds []string) (audit.Options, triage.Plan, error) {
	if f.asJSON {
		f.format = "json"
	}
	configErr := f.configure(cmd)
	plan, planErr := f.plan(cmd.Flags().Changed("ignore-file"), store.Folder(f.crawl.storeDir, os.Getenv))
	checks, checksErr := f.chosen()
	err := errors.Join(
		oneOf("format", f.format, report.FormNames()),
		oneOf("progress", f.progress, progressKinds),
		oneOf("color", f.color, []string{"auto", "always", "never"}),
		configErr, planErr, checksErr, f.cureFlags.check(plan.NewOnly),
		notNegative("--max-urls", f.maxURLs),
		notNegative("--max-duration", f.maxDuration),
		notNegative("--confirm-after", f.confirmAfter),
	)
	if err != nil {
		return audit.Options{}, plan, usageError("%w", err)
	}
	o := audit.Options{
		Seeds: seeds, Version: readAbout().Version, UserAgent: cmp.Or(f.userAgent, userAgent()), Checks: checks, KeepUnsure: f.showUnsure,
	}
	if err := f.crawl.apply(cmd, stdin, &o); err != nil {
		return audit.Options{}, plan, usageError("%w", err)
	}
	if cmd.Flags().Changed("max-urls") {
		o.MaxURLs = orUnlimited(f.maxURLs)
	}
	if cmd.Flags().Changed("max-duration") {
		o.MaxDuration = orUnlimited(f.maxDuration)
	}
	if cmd.Flags().Changed("confirm-after") {
		o.ConfirmAfter = &f.confirmAfter
	}
	if plan.Baseline != nil {
		o.Earlier = &plan.Baseline.Past
	}
	return o, plan, nil
}

func notNegative[N int | time.Duration](flag string, n N) error {
	if n < 0 {
		return fmt.Errorf("%s %v: use 0 or more", flag, n)
	}
	return nil
}

// orUnlimited turns the command line's 0, no limit, into that of the audit.
func orUnlimited[N int | time.Duration](n N) N {
	if n == 0 {
		return -1
	}
	return n
}

func runAudit(ctx context.Context, streams streams, f auditFlags, o audit.Options, plan triage.Plan) error {
	files, err := reportFiles(f.format, f.outputs, streams.out)
	if err != nil {
		return err
	}
	defer discardAll(files)
	rules, err := f.places()
	if err != nil {
		return err
	}
	defer discardOutputs(rules)
	keepBelow(f.crawl.memory)
	o.ListURLs = listsURLs(files) || len(rules) > 0
	line := newProgressLine(streams.err, f.progress)
	o.Progress, o.Watch = line.tell, watchers(line, files)
	o.Tell = func(sentence string) { fmt.Fprintln(streams.err, "signpost: "+sentence) }
	stop := line.start(ctx)
	now, release := untilSecondSignal(ctx)
	o.Stop = ctx.Done()
	r, err := audit.Run(now, o)
	release()
	stop()
	if r == nil {
		return &failure{audit.GateExitCode(r, err), err}
	}
	plan.Failure = err
	plan.Apply(r)
	cures := f.annotate(r)
	code := r.Run.ExitCode
	if werr := writeAll(files, r, f.reportOptions(), f.color); werr != nil {
		return couldNotRun(fmt.Errorf("write the report: %w", werr))
	}
	if err := errors.Join(keepReport(o.Store, r), tellGitHub(os.Getenv, files, r)); err != nil {
		fmt.Fprintf(streams.err, "signpost: warning: %v\n", err)
	}
	if werr := f.emit(rules, r, cures); werr != nil {
		return couldNotRun(fmt.Errorf("write the rules: %w", werr))
	}
	warnExpired(streams.err, r)
	line.done(r, mentionAll(files)+f.mention(r, cures))
	if err != nil {
		return &failure{code, err}
	}
	if f.exitZero && (code == exitFindings || code == exitInterrupted && r.Run.State == audit.StateFinished) {
		code = exitFine
	}
	return silently(code)
}

func (f auditFlags) reportOptions() report.Options {
	return report.Options{TextOptions: report.TextOptions{All: f.all}, BOM: f.bom}
}

// untilSecondSignal returns a context that ends when the user, who has ended
// the first one by a signal, sends another: what is under way is let go then.
func untilSecondSignal(first context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(first))
	go func() {
		select {
		case <-first.Done():
		case <-ctx.Done():
			return
		}
		again, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
		defer stop()
		<-again.Done()
		cancel()
	}()
	return ctx, cancel
}

package io.candlewick.chaos;

import io.candlewick.local.Service;
import io.candlewick.local.StackException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes a fault happen on a site, and ends it. */
final class Injector {

    private static final Duration NETWORK_DELAY = Duration.ofMillis(50);
    private static final String POSTGRES = "postgres";
    private static final int MOST_SCALED_TO = 3;

    private final Site site;
    private final MarketFlow flow;
    private final int instances;

    Injector(Site site, MarketFlow flow, int instances) {
        this.site = site;
        this.flow = flow;
        this.instances = instances;
    }

    /** Does it, and returns when it is over: when the process is started again or goes on, the network is whole. */
    void inject(Fault fault) throws IOException, InterruptedException, StackException {
        switch (fault.kind()) {
            case KILL_STREAMS -> killFor(site.instances().member(fault.of(instances)), fault.lasting());
            case LOSE_STREAMS -> lose(fault.of(instances), fault.lasting());
            case PAUSE_STREAMS -> pause(site.instances().member(fault.of(instances)), fault.lasting());
            case FULL_STATE -> fillDisk(fault.of(instances), fault.lasting());
            case ROLL_STREAMS -> roll(site.instances().members().subList(0, instances), fault.lasting());
            case SCALE_STREAMS -> scale(fault.lasting());
            case KILL_BROKER -> killFor(site.brokers().member(broker(fault)), fault.lasting());
            case PAUSE_BROKER -> pause(site.brokers().member(broker(fault)), fault.lasting());
            case CUT_BROKER -> cut(site.brokers().proxy(broker(fault)), fault.lasting());
            case DELAY_BROKER -> delay(site.brokers().proxy(broker(fault)), fault.lasting());
            case ROLL_BROKER -> rollBrokers(fault.lasting());
            case KILL_CONNECT -> worker(fault).forEach(ProcessHandle::destroyForcibly);
            case PAUSE_CONNECT -> Standstill.of(worker(fault), fault.lasting());
            case KILL_TIMESCALE -> postgres().get(0).destroyForcibly();
            case PAUSE_TIMESCALE -> Standstill.of(postgres(), fault.lasting());
            case CUT_TIMESCALE -> cut(tables().timescaleProxy(), fault.lasting());
            case KILL_CLICKHOUSE -> kill(Service.CLICKHOUSE);
            case PAUSE_CLICKHOUSE -> Standstill.of(site.processesOf(Service.CLICKHOUSE), fault.lasting());
            case CUT_CLICKHOUSE -> cut(tables().clickhouseProxy(), fault.lasting());
            case KILL_REGISTRY -> kill(Service.REGISTRY);
            case PAUSE_REGISTRY -> Standstill.of(site.processesOf(Service.REGISTRY), fault.lasting());
            case CLOCK_FEED -> flow.jump(fault.lasting());
        }
    }

    private int broker(Fault fault) {
        return fault.of(site.brokers().count());
    }

    private List<ProcessHandle> worker(Fault fault) {
        Workers workers = tables().workers();
        return workers.processes(fault.of(workers.count()));
    }

    private Tables tables() {
        return site.tables().orElseThrow();
    }

    private static void killFor(Member member, Duration lasting) throws IOException, InterruptedException {
        member.kill();
        sleep(lasting);
        member.start();
    }

    private void lose(int instance, Duration lasting) throws IOException, InterruptedException {
        Member member = site.instances().member(instance);
        member.kill();
        site.instances().loseState(instance);
        sleep(lasting);
        member.start();
    }

    /*
     * An instance that only runs on needs no disk for minutes: what it has in memory need not be written. So it is ended, which writes
     * it, and started, which opens the stores; as often as it then ends by itself, the site starts it again.
     */
    private void fillDisk(int instance, Duration lasting) throws IOException, InterruptedException {
        Member member = site.instances().member(instance);
        SmallDisk disk = site.instances().disk(instance);
        disk.fill();
        try {
            member.end();
            member.start();
            sleep(lasting);
        } finally {
            disk.empty();
        }
    }

    private static void pause(Member member, Duration lasting) throws IOException, InterruptedException {
        Standstill.of(member.handle().stream().toList(), lasting);
    }

    private static void roll(List<Member> members, Duration lasting) throws IOException, InterruptedException {
        for (Member member : members) {
            member.end();
            member.start();
            sleep(lasting);
        }
    }

    /* As an operator does it: the next one only when the one before is back. */
    private void rollBrokers(Duration lasting) throws IOException, InterruptedException, StackException {
        for (Member member : site.brokers().members()) {
            member.end();
            member.start();
            sleep(lasting);
            site.brokers().awaitAll();
        }
    }

    private void scale(Duration lasting) throws IOException, InterruptedException {
        site.instances().scaleTo(1);
        sleep(lasting);
        site.instances().scaleTo(MOST_SCALED_TO);
        sleep(lasting);
        site.instances().scaleTo(instances);
    }

    private static void cut(TcpProxy proxy, Duration lasting) throws InterruptedException {
        proxy.cut();
        try {
            sleep(lasting);
        } finally {
            proxy.restore();
        }
    }

    private static void delay(TcpProxy proxy, Duration lasting) throws InterruptedException {
        proxy.delay(NETWORK_DELAY);
        try {
            sleep(lasting);
        } finally {
            proxy.delay(Duration.ZERO);
        }
    }

    /* The stack's supervisor starts it again. */
    private void kill(Service service) {
        site.processesOf(service).forEach(ProcessHandle::destroyForcibly);
    }

    /** The server's first process, then all it started; without the shell that guards it. */
    private List<ProcessHandle> postgres() {
        List<ProcessHandle> servers = site.processesOf(Service.TIMESCALE).stream()
                .filter(Injector::isPostgres)
                .toList();
        return servers.stream()
                .sorted((one, other) -> Boolean.compare(hasPostgresParent(one), hasPostgresParent(other)))
                .toList();
    }

    private static boolean hasPostgresParent(ProcessHandle process) {
        return process.parent().map(Injector::isPostgres).orElse(false);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith(POSTGRES);
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
